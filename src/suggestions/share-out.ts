/** Shares attention out: whom everybody would be shown first would soon be worn out. */

/** Of all suggestions, what those shown most may have: a tenth of the people a quarter of them. */
const MOST_SHOWN = 0.1;
const SHARE_MAX = 0.25;
/** How much more often than on average somebody may be shown; tried from the first on. */
const OVER_AVERAGE = [2.5, 2.25, 2, 1.75, 1.5, 1.25, 1];

export interface Wish<T> {
  /** Who is shown; of a pair, both. */
  readonly shown: readonly number[];
  readonly suggestion: T;
}

/**
 * Gives each asker the best of their wishes, at most `most`, best first, so that the tenth of the people who are shown
 * most often have at most a quarter of all that is shown. Everybody takes one in turn, and whoever was shown too often by
 * then is passed over.
 *
 * @param wishes of each asker, best first
 * @param people how many could be shown
 */
export function shareOut<T>(wishes: readonly (readonly Wish<T>[])[], people: number, most: number): T[][] {
  let given: Wish<T>[][] = [];
  for (const over of OVER_AVERAGE) {
    given = dealt(wishes, most, over);
    if (shareOfMostShown(given, people) <= SHARE_MAX) break;
  }
  return given.map((all) => all.map(({ suggestion }) => suggestion));
}

function dealt<T>(wishes: readonly (readonly Wish<T>[])[], most: number, over: number): Wish<T>[][] {
  const times = new Map<number, number>();
  const given: Wish<T>[][] = wishes.map(() => []);
  const left = wishes.map((all) => [...all]);
  for (let round = 1; round <= most; round++) {
    const timesMax = Math.max(1, Math.floor(over * round));
    left.forEach((all, asker) => {
      const index = all.findIndex(({ shown }) => shown.every((person) => (times.get(person) ?? 0) < timesMax));
      const [wish] = index < 0 ? [] : all.splice(index, 1);
      if (!wish) return;
      given[asker]?.push(wish);
      for (const person of wish.shown) times.set(person, (times.get(person) ?? 0) + 1);
    });
  }
  return given;
}

/** What part of all showings the tenth of the people has who are shown most. */
export function shareOfMostShown<T>(given: readonly (readonly Wish<T>[])[], people: number): number {
  const times = new Map<number, number>();
  for (const person of given.flat().flatMap(({ shown }) => shown)) times.set(person, (times.get(person) ?? 0) + 1);
  const counts = [...times.values()].sort((a, b) => b - a);
  const sum = (some: readonly number[]): number => some.reduce((total, count) => total + count, 0);
  return sum(counts) === 0 ? 0 : sum(counts.slice(0, Math.max(1, Math.floor(people * MOST_SHOWN)))) / sum(counts);
}
