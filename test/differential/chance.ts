/** Chance with a printed seed: the same numbers in every run, so that a difference can be found again. */
export interface Chance {
  /** A whole number from 0 to `below - 1`. */
  int(below: number): number;
  /** True so often, 0 to 1. */
  chance(probability: number): boolean;
  pick<T>(of: readonly T[]): T;
  /** One of them, each as likely as its weight. */
  weighted<T>(of: readonly T[], weight: (value: T) => number): T;
  /** Each with that probability, in their order. */
  some<T>(of: readonly T[], probability: number): T[];
  /** All of them, in any order. */
  shuffled<T>(of: readonly T[]): T[];
}

/** Mulberry32: 32 bits of state, no dependency, good enough to choose by. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  const pick = <T>(of: readonly T[]): T => {
    if (of.length === 0) throw new Error("Nothing to pick from.");
    return of[int(of.length)] as T;
  };
  return {
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted(of, weight) {
      let left = next() * of.reduce((sum, value) => sum + weight(value), 0);
      for (const value of of) {
        left -= weight(value);
        if (left < 0) return value;
      }
      return pick(of);
    },
    some: (of, probability) => of.filter(() => next() < probability),
    shuffled: (of) =>
      of
        .map((value) => [next(), value] as const)
        .sort(([a], [b]) => a - b)
        .map(([, value]) => value),
  };
}
