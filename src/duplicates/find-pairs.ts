/** Which entries of one group's books are likely to be one person: no database, no clock, the same answer each time. */
import {
  blockingKeys,
  comparePeople,
  type Entry,
  LIKELY_MIN_BITS,
  type Prepared,
  prepare,
  type Reason,
  wordShares,
} from "./compare-people.ts";

/** Entries that share one key are compared with each other; a key that more have says nothing and is passed over. */
export const BLOCK_SIZE_MAX = 60;
/** Pairs compared before others get their turn: some milliseconds. */
const PAIRS_AT_ONCE = 5_000;

export interface Pair {
  /** The lesser key of the two. */
  readonly oneId: string;
  readonly otherId: string;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/**
 * Pairs that score enough, the likeliest first. `mayBeOne` says no to pairs that cannot be merged anyway, before they are
 * compared. Gives way to other work in between, since the books of a large group take a second.
 */
export async function findPairs(
  entries: readonly Entry[],
  mayBeOne: (one: string, other: string) => boolean = () => true,
): Promise<readonly Pair[]> {
  const prepared = entries.map(prepare);
  const shares = wordShares(prepared);
  const pairs: Pair[] = [];
  let compared = 0;
  for (const [a, b] of candidates(prepared)) {
    if (++compared % PAIRS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    if (!mayBeOne(a.id, b.id)) continue;
    const { score, reasons } = comparePeople(a, b, shares);
    if (score >= LIKELY_MIN_BITS) pairs.push({ oneId: a.id, otherId: b.id, score, reasons });
  }
  return pairs.sort((a, b) => b.score - a.score || (a.oneId + a.otherId < b.oneId + b.otherId ? -1 : 1));
}

/** Each pair of entries that have a key in common, once, the lesser id first. */
function* candidates(entries: readonly Prepared[]): Generator<readonly [Prepared, Prepared]> {
  const blocks = new Map<string, number[]>();
  for (const [index, entry] of entries.entries()) {
    for (const key of blockingKeys(entry)) {
      const block = blocks.get(key);
      if (block) block.push(index);
      else blocks.set(key, [index]);
    }
  }
  const seen = new Set<number>();
  for (const block of blocks.values()) {
    if (block.length > BLOCK_SIZE_MAX) continue;
    for (const [at, first] of block.entries()) {
      for (const second of block.slice(at + 1)) {
        const pair = first * entries.length + second;
        if (seen.has(pair)) continue;
        seen.add(pair);
        const [a, b] = [entries[first] as Prepared, entries[second] as Prepared];
        yield a.id < b.id ? [a, b] : [b, a];
      }
    }
  }
}
