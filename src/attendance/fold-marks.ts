import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";

/**
 * Brings the sheet up to what the marks of these people say. The fold: of the marks of a person that stand (not
 * flagged, or accepted by an organiser) the one with the latest `recordedAt` gives the code, ties by the greater
 * `markId`; the arrival is the earliest of the standing marks that say the person was in the room. It looks at all
 * marks anew, so the order and number of deliveries cannot matter. The roll's row is locked by the caller.
 */
export async function foldMarks(ctx: Context, meetingId: string, personIds: readonly string[]): Promise<void> {
  const people = [...new Set(personIds)].sort();
  await ctx.db.query(
    `insert into attendances as line
       (id, group_id, meeting_id, person_id, code, mode, arrived_at, mark_id, substitute_for_id, updated_at)
     select who.new_id, roll.group_id, roll.meeting_id, who.person_id,
            last.code, last.mode, came.arrived_at, last.mark_id, last.substitute_for_id, $4
       from rolls roll
       cross join unnest($2::uuid[], $3::uuid[]) as who (person_id, new_id)
       cross join lateral (${STANDING} order by m.recorded_at desc, m.mark_id desc limit 1) last
       cross join lateral (
         select min(m.arrived_at) as arrived_at from (${STANDING}) m where m.code in ('PRESENT', 'LATE')
       ) came
      where roll.meeting_id = $1
     on conflict (meeting_id, person_id) do update set
       code = excluded.code, mode = excluded.mode, mark_id = excluded.mark_id,
       arrived_at = case when excluded.code in ('PRESENT', 'LATE') then excluded.arrived_at end,
       substitute_for_id = excluded.substitute_for_id, updated_at = excluded.updated_at`,
    [meetingId, people, people.map(() => newId()), ctx.clock.now()],
  );
}

/** Marks of one person that stand. */
const STANDING = `
  select m.* from marks m left join mark_decisions d using (meeting_id, mark_id)
   where m.meeting_id = roll.meeting_id and m.person_id = who.person_id and (m.flag is null or d.is_accepted)`;
