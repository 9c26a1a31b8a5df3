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
 * encounters, those of a day on which each of the two named the other: what stands in one book alone must not show in what
 * the other reads. Of a day they count once, as the smaller of what both could mean; those at a meeting count by its roll.
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
  ), written as materialized (
    select e.author_id, t.other_id, e.met_on,
           min((select count(*) from encounter_people x where x.encounter_id = e.id)) as others
      from (select person_id, other_id from ties where ${among}) t
      join encounters e on e.author_id = t.person_id and e.meeting_id is null
      join encounter_people q on q.encounter_id = e.id and q.person_id = t.other_id
     group by e.author_id, t.other_id, e.met_on
  ), facts as (
    select person_id, other_id, tie_warmth(starts_at) / (people - 1) as warmth from shared join sizes using (meeting_id)
    union all
    select person_id, other_id, tie_warmth(started_at) from pairs
      join connections on (person_low_id, person_high_id) = (person_id, other_id)
    union all
    select p.person_id, p.other_id, tie_warmth(one.met_on::timestamp at time zone 'UTC') / greatest(one.others, other.others)
      from pairs p
      join written one on (one.author_id, one.other_id) = (p.person_id, p.other_id)
      join written other on (other.author_id, other.other_id, other.met_on) = (p.other_id, p.person_id, one.met_on)
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
