/**
 * The search for ways from one person to others, by one statement. A way grows from both ends, by the index of ties
 * alone: from the asker's ties, and from those of whom they look for. Nothing is held in this process, so nothing can be
 * old: consent, blocks and endings count from the moment that they are committed.
 *
 * A tie costs −ln(1 − e^(−strength)), the surprise that it would answer at all, and 0.1 for being asked a favour. The
 * cheapest way by each first connector is kept: ways that fork later would ask the same friend twice.
 */

import { askWithin } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { coolingAt, STRENGTH_MIN } from "../ties/strength.ts";

/** What each tie of a way costs besides its weakness. */
export const HOP_COST = 0.1;
/** Of so many people the ties are all looked at; of more, ways grow outwards from the asker only. */
const TARGETS_FROM_BOTH_ENDS_MAX = 100;
/** Costs that differ by less are the same. */
const COST_TOLERANCE = 1e-9;

export interface Search {
  readonly viewerId: string;
  readonly targetIds: readonly string[];
  readonly maxConnectors: number;
  readonly first: number;
}

/** A way: who is asked first, who next if anybody, who is found, and the strength of every tie in order. */
export interface FoundPath {
  readonly connectorIds: readonly string[];
  readonly targetId: string;
  readonly strengths: readonly number[];
}

// Beyond 30 it costs nothing; and the database would not compute e to the minus thousand.
const cost = (warmth: string): string => `(${HOP_COST} - ln(1 - exp(-least(${warmth} * $4, 30))))`;
const MIN_WARMTH = `${STRENGTH_MIN} / $4`;
/** Who wants no introductions at present is asked for none: a way by them would end with a refusal. */
const isAsked = (id: string): string => `not exists (select from introduction_pauses where person_id = ${id})`;

/** $1 viewer, $2 targets, $3 people out of the viewer's sight, $4 cooling, $5 how many. */
const NEAR = `
  gone as materialized (
    select blocked_id as id from blocks where blocker_id = $1 union all select blocker_id from blocks where blocked_id = $1
    union all select unnest($3::uuid[])
  ), near as materialized (
    select other_id as id, warmth, ${cost("warmth")} as cost from ties
     where person_id = $1 and warmth >= ${MIN_WARMTH} and other_id not in (select id from gone)
       and ${isAsked("ties.other_id")}
  )`;

const FAR = `
  far as materialized (
    select other_id as id, person_id as target, warmth, ${cost("warmth")} as cost from ties
     where person_id = any($2::uuid[]) and is_open and warmth >= ${MIN_WARMTH}
       and other_id <> $1 and other_id not in (select id from gone) and ${isAsked("ties.other_id")}
  )`;

const BY_ONE = `
    select n.id as one, null::uuid as two, f.target, n.warmth as warmth_1, f.warmth as warmth_2,
           null::double precision as warmth_3, n.cost + f.cost as cost
      from near n join far f on f.id = n.id`;

const BY_TWO = `
    select n.id, f.id, f.target, n.warmth, t.warmth, f.warmth, n.cost + ${cost("t.warmth")} + f.cost
      from near n
      join ties t on t.person_id = n.id and t.is_open and t.warmth >= ${MIN_WARMTH}
      join far f on f.id = t.other_id
     where n.id <> f.target`;

/** From a friend outwards, as far as it is cheaper than what is known already ($6). */
const BY_ONE_OUTWARDS = `
    select n.id as one, null::uuid as two, t.other_id as target, n.warmth as warmth_1, t.warmth as warmth_2,
           null::double precision as warmth_3, n.cost + ${cost("t.warmth")} as cost
      from near n
      join ties t on t.person_id = n.id and t.is_open and t.warmth >= ${MIN_WARMTH} and t.other_id = any($2::uuid[])
     where n.cost < $6`;

const BY_TWO_OUTWARDS = `
    select n.id, t.other_id, u.other_id, n.warmth, t.warmth, u.warmth, n.cost + ${cost("t.warmth")} + ${cost("u.warmth")}
      from near n
      join ties t on t.person_id = n.id and t.is_open and t.warmth >= ${MIN_WARMTH}
                 and t.other_id <> $1 and t.other_id not in (select id from gone) and ${isAsked("t.other_id")}
      join ties u on u.person_id = t.other_id and u.is_open and u.warmth >= ${MIN_WARMTH} and u.other_id = any($2::uuid[])
     where n.cost + ${cost("t.warmth")} + ${HOP_COST} < $6 and u.other_id <> n.id`;

/** The cheapest way by each first connector, of which no two people want nothing of each other. */
const best = (ways: readonly string[], ends: readonly string[]): string => `
  with ${[NEAR, ...ends].join(",")}, ways as (${ways.join(" union all ")}), each as (
    select distinct on (one) * from ways w
     where not exists (select from blocks b where b.blocker_id = any(array[w.one, w.two, w.target])
                                              and b.blocked_id = any(array[w.one, w.two, w.target]))
     order by one, cost, two nulls first, target
  )
  select one::text, two::text, target::text, cost, warmth_1 * $4, warmth_2 * $4, warmth_3 * $4
    from each order by cost, one limit $5`;

const STATEMENTS = {
  oneFromBothEnds: { name: "warm paths 1", text: best([BY_ONE], [FAR]) },
  twoFromBothEnds: { name: "warm paths 2", text: best([BY_ONE, BY_TWO], [FAR]) },
  oneOutwards: { name: "warm paths 1 out", text: best([BY_ONE_OUTWARDS], []) },
  twoOutwards: { name: "warm paths 2 out", text: best([BY_ONE_OUTWARDS, BY_TWO_OUTWARDS], []) },
} as const;

type Row = [
  one: string,
  two: string | null,
  target: string,
  cost: number,
  first: number,
  second: number,
  third: number | null,
];

/** The best ways, the strongest and shortest first; none by people in `hiddenIds`, or by whom the asker blocks or is blocked by. */
export async function searchPaths(ctx: Context, search: Search, hiddenIds: readonly string[]): Promise<FoundPath[]> {
  const { viewerId, targetIds, maxConnectors, first } = search;
  const values = [viewerId, targetIds, hiddenIds, coolingAt(ctx.clock.now()), first];
  const run = async (name: keyof typeof STATEMENTS, ...more: number[]): Promise<Row[]> =>
    askWithin<Row>(ctx.db, STATEMENTS[name], [...values, ...more]);

  const isTwo = maxConnectors > 1;
  if (targetIds.length <= TARGETS_FROM_BOTH_ENDS_MAX) {
    return (await run(isTwo ? "twoFromBothEnds" : "oneFromBothEnds")).map(pathOf);
  }
  const byOne = await run("oneOutwards", Number.POSITIVE_INFINITY);
  if (!isTwo) return byOne.map(pathOf);
  // Only what is cheaper than the last of enough ways by one can take a place among them.
  const worst = byOne.length < first ? Number.POSITIVE_INFINITY : (byOne.at(-1)?.[3] ?? 0) + COST_TOLERANCE;
  return (await run("twoOutwards", worst)).map(pathOf);
}

const pathOf = ([one, two, targetId, , ...strengths]: Row): FoundPath => ({
  connectorIds: two === null ? [one] : [one, two],
  targetId,
  strengths: strengths.flatMap((strength) => strength ?? []),
});
