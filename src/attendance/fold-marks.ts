import { asArray, askWithin, type KeptStatement, type Question } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";

/**
 * Brings the sheet up to what its marks say. The fold:
 *
 * 1. Marks that stand are those without a flag, and those that an organiser accepted.
 * 2. Of the standing marks of a person the one with the latest `recordedAt` gives the code, ties by the greater
 *    `markId`. It also decides whether they came as themself or in a member's place.
 * 3. The arrival of who came is the earliest that their standing present and late marks name.
 * 4. A member who did not come and in whose place somebody did is `SUBSTITUTED`, whatever else their own marks say.
 *    Of several substitutes the one with the latest mark stands in; the others simply came, as does the substitute
 *    of a member who came after all.
 *
 * Of whoever was merged into somebody else, marks are about that person (the view `marks_by_subject`).
 *
 * It looks at all marks anew, so order and number of deliveries cannot matter; only rows that change are written.
 * `people` are those whom new marks name: who has no row yet needs a key. The caller holds the roll's row.
 */
export async function foldMarks(ctx: Context, meetingId: string, people: Iterable<string>): Promise<void> {
  const { statement, values } = folding(ctx, meetingId, people);
  await afterFolding(ctx, meetingId, await askWithin(ctx.db, statement, values));
}

/** What `foldMarks` asks of the database, for acts that ask it together with more; `dropping` comes after it. */
export function folding(ctx: Context, meetingId: string, people: Iterable<string>): Question {
  const ids = [...new Set(people)].sort();
  return { statement: FOLD, values: [meetingId, asArray(ids), asArray(ids.map(() => newId())), ctx.clock.now()] };
}

async function afterFolding(ctx: Context, meetingId: string, rows: readonly unknown[][]): Promise<void> {
  const [isEmptied] = rows[0] ?? [];
  if (isEmptied === true) await dropEmptyLines(ctx, meetingId);
}

/**
 * Removes lines that say nothing (any more): of members whose substitute turned out to be somebody else's, or who are
 * no longer expected. Otherwise what is on the sheet would tell of the order in which marks came.
 */
export async function dropEmptyLines(ctx: Context, meetingId: string): Promise<void> {
  const { statement, values } = dropping(meetingId);
  await askWithin(ctx.db, statement, values);
}

/** What `dropEmptyLines` asks, for acts that ask it together with more. */
export const dropping = (meetingId: string): Question => ({ statement: DROP_EMPTY_LINES, values: [meetingId] });

const DROP_EMPTY_LINES: KeptStatement = {
  name: "drop_empty_lines",
  text: `delete from attendances
          where meeting_id = $1 and code is null and mark_id is null and counted_code is null and not is_expected`,
};

const CAME = "('PRESENT', 'LATE')";

const FOLD: KeptStatement = {
  name: "fold_marks",
  text: `
  with standing as (
    select m.* from marks_by_subject m left join mark_decisions d on d.mark_id = m.id
     where m.meeting_id = $1 and (m.flag is null or d.is_accepted)
  ), last as (
    select distinct on (person_id) * from standing order by person_id, recorded_at desc, mark_id desc
  ), arrival as (
    select person_id, min(arrived_at) as arrived_at from standing where code in ${CAME} group by person_id
  ), stand_in as (
    select distinct on (l.substitute_for_id) l.substitute_for_id as person_id, l.person_id as substitute_id
      from last l left join last own on own.person_id = l.substitute_for_id
     where l.code in ${CAME} and l.substitute_for_id is not null and (own.code is null or own.code not in ${CAME})
     order by l.substitute_for_id, l.recorded_at desc, l.mark_id desc
  ), sheet as (
    select person_id,
           case when stand_in.substitute_id is not null then 'SUBSTITUTED' else last.code end as code,
           case when last.code in ${CAME} then last.mode end as mode,
           case when last.code in ${CAME} then arrival.arrived_at end as arrived_at,
           last.mark_id, place.person_id_of_member as substitute_for_id
      from last full join stand_in using (person_id)
      left join arrival using (person_id)
      left join (select person_id as person_id_of_member, substitute_id as person_id from stand_in) place using (person_id)
  ), known as (
    select id, person_id, code, mode, arrived_at, mark_id, substitute_for_id from attendances where meeting_id = $1
  ), written as (
  insert into attendances as line
         (id, group_id, meeting_id, starts_at, person_id, code, mode, arrived_at, mark_id, substitute_for_id, updated_at)
  select coalesce(known.id, new.id), roll.group_id, roll.meeting_id, (select starts_at from meetings where id = $1), person_id,
         sheet.code, sheet.mode, sheet.arrived_at, sheet.mark_id, sheet.substitute_for_id, $4
    from sheet full join known using (person_id)
    left join unnest($2::uuid[], $3::uuid[]) as new (person_id, id) using (person_id)
    join rolls roll on roll.meeting_id = $1
   where (sheet.code, sheet.mode, sheet.arrived_at, sheet.mark_id, sheet.substitute_for_id)
         is distinct from (known.code, known.mode, known.arrived_at, known.mark_id, known.substitute_for_id)
   order by person_id
  on conflict (meeting_id, person_id) do update set
    code = excluded.code, mode = excluded.mode, arrived_at = excluded.arrived_at, mark_id = excluded.mark_id,
    substitute_for_id = excluded.substitute_for_id, updated_at = excluded.updated_at
  returning code is null and mark_id is null as is_emptied
  )
  select exists (select from written where is_emptied)`,
};
