/**
 * How well two people know each other, from what they did together: never entered, and shown as a band alone.
 *
 *   strength(t) = Σ weight(fact) · 2^(−age(fact) / 120 days)
 *
 *   a meeting both came to, of n people        1 / (n − 1)
 *   an encounter that both wrote down          1 / (n − 1), once a day; n as the one has it who named more: 2 for a talk
 *   the beginning of the connection            1, be it an introduction, a code at a meeting or an import
 *
 * Sharing an event among all pairs of its n people, so that each of them has 1 / (n − 1) for each of the others, is the
 * weighting of collaborations by M. E. J. Newman, "Scientific collaboration networks II", Physical Review E 64, 016132
 * (2001). The half-life is the one that predicted later meetings best in our own measurements (docs/decisions/0029).
 */
import { type Sql, sql, text } from "../platform/reads/sql.ts";
import { TieBand } from "./tie-band.ts";

/** After so many days a fact is worth half. `tie_warmth` in the database says the same. */
export const HALF_LIFE_DAYS = 120;
const HALF_LIFE_MS = HALF_LIFE_DAYS * 86_400_000;
/** What stored warmth is counted from: a fact of that instant is worth its weight. */
const WARMTH_ORIGIN_MS = Date.UTC(2020, 0, 1);

/** Two talks in the last four months, or sitting together every week in a group of twenty. */
export const STRONG_MIN = 1;
/** A talk within eight months, or a monthly table of twelve. */
export const MODERATE_MIN = 0.25;
/** Below it a tie is no way to anybody: one talk, two years ago, and nothing since. */
export const STRENGTH_MIN = 2 ** -6;

/** Something that two people had part in. */
export interface SharedFact {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How many people had part in it, the two among them: 2 for a talk. */
  readonly size: number;
}

/** What facts are worth at a moment; one of the future as if it were now. */
export function strengthAt(facts: readonly SharedFact[], now: number): number {
  return facts.reduce((sum, { at, size }) => sum + 2 ** (-Math.max(0, now - at) / HALF_LIFE_MS) / (size - 1), 0);
}

/** What warmth is multiplied by to be the strength at a moment. */
export const coolingAt = (now: Date): number => 2 ** -((now.getTime() - WARMTH_ORIGIN_MS) / HALF_LIFE_MS);

export function bandOf(strength: number): TieBand {
  if (strength >= STRONG_MIN) return TieBand.STRONG;
  return strength >= MODERATE_MIN ? TieBand.MODERATE : TieBand.WEAK;
}

/** The same of stored warmth, in SQL. */
export const bandOfWarmth = (warmth: Sql, now: Sql): Sql =>
  sql`(array['WEAK', 'MODERATE', 'STRONG'])[1 + width_bucket(${warmth} / tie_warmth(${now}), array[${number(MODERATE_MIN)}, ${number(STRONG_MIN)}]::double precision[])]`;

const number = (constant: number): Sql => sql`${text(String(constant))}::double precision`;
