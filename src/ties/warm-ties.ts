/** Counts what pairs of connected people did together, anew from the facts: it may run twice, and in any order. */
import type { Context } from "../platform/context.ts";

/** Whose ties are counted: those among the people of a meeting, or all of one person. */
export type TiesToWarm = { readonly meetingId: string } | { readonly personId: string };

const AMONG = {
  meeting: `person_id in (select person_id from attendances where meeting_id = $1)
        and other_id in (select person_id from attendances where meeting_id = $1)`,
  person: "(person_id = $1 or other_id = $1)",
} as const;

/**
 * Adds up the worth of every fact; see `strength.ts`. Only rolls that count do: those that were submitted; and of
 * encounters, talks that both wrote down: what stands in one book alone must not show in what the other reads.
 */
const warm = (among: string): string => `
  with pairs as (
    select person_id, other_id from ties where person_id < other_id and ${among}
  ), shared as materialized (
    select p.person_id, p.other_id, one.meeting_id, one.starts_at
      from pairs p
      join attendances one on one.person_id = p.person_id and one.counted_code in ('PRESENT', 'LATE')
      join attendances other on other.meeting_id = one.meeting_id and other.person_id = p.other_id
                            and other.counted_code in ('PRESENT', 'LATE')
  ), sizes as (
    select meeting_id, count(*) as people from attendances
     where meeting_id in (select meeting_id from shared) and counted_code in ('PRESENT', 'LATE') group by meeting_id
  ), facts as (
    select person_id, other_id, tie_warmth(starts_at) / (people - 1) as warmth from shared join sizes using (meeting_id)
    union all
    select person_id, other_id, tie_warmth(started_at) from pairs
      join connections on (person_low_id, person_high_id) = (person_id, other_id)
    union all
    select person_id, other_id, tie_warmth(met_on::timestamp at time zone 'UTC') from pairs
      join one_to_ones on (person_low_id, person_high_id) = (person_id, other_id)
                      and low_encounter_id is not null and high_encounter_id is not null
  ), sums as (
    select person_id, other_id, sum(warmth) as warmth from facts group by person_id, other_id
  ), both_ways as (
    select * from sums union all select other_id, person_id, warmth from sums
  )
  update ties t set warmth = s.warmth from (select * from both_ways order by 1, 2) s
   where t.person_id = s.person_id and t.other_id = s.other_id and t.warmth is distinct from s.warmth`;

export async function warmTies(ctx: Context, of: TiesToWarm): Promise<void> {
  const [among, key] = "meetingId" in of ? [AMONG.meeting, of.meetingId] : [AMONG.person, of.personId];
  await ctx.db.query(warm(among), [key]);
}
