import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";

/** Whom a roll must account for, by the rule of the group; on leave by its calendar. */
const EXPECTED = `
  select m.id as meeting_id, m.group_id, p.person_id,
         exists (
           select from leaves l
            where l.membership_id = p.membership_id
              and (m.starts_at at time zone g.time_zone)::date between l.from_on and l.to_on
         ) as is_on_leave
    from meetings m
    join groups g on g.id = m.group_id and g.expected_rule = 'MEMBERS'
    join membership_periods p
      on p.group_id = m.group_id and p.started_at <= m.starts_at and (p.ended_at is null or p.ended_at > m.starts_at)
   where m.id = any($1::uuid[])
  union all
  select m.id, m.group_id, r.person_id, false
    from meetings m
    join groups g on g.id = m.group_id and g.expected_rule = 'RSVP'
    join rsvps r on r.meeting_id = m.id and r.status = 'GOING'
   where m.id = any($1::uuid[])`;

/**
 * Submits the rolls of past meetings, many at once, as somebody did on paper long ago: whoever was expected and has no
 * mark was absent, or excused if on leave. For imports and seeds; rolls that are submitted or
 * skipped are left alone.
 *
 * @param submittedById who answers for it
 */
export async function submitPastRolls(
  ctx: Context,
  meetingIds: readonly string[],
  submittedById: string,
): Promise<number> {
  const now = ctx.clock.now();
  const open: { meeting_id: string }[] = await ctx.db.query(
    "select meeting_id from rolls where meeting_id = any($1::uuid[]) and status in ('OPEN', 'REOPENED') order by meeting_id for update",
    [meetingIds],
  );
  const ids = open.map((roll) => roll.meeting_id);
  const expected: Record<string, unknown>[] = await ctx.db.query(EXPECTED, [ids]);
  await ctx.db.query(
    `insert into attendances (id, group_id, meeting_id, person_id, is_expected, is_on_leave, updated_at)
     select id, group_id, meeting_id, person_id, true, is_on_leave, $2
       from json_to_recordset($1::json)
            as line (id uuid, group_id uuid, meeting_id uuid, person_id uuid, is_on_leave boolean)
     on conflict (meeting_id, person_id) do update set is_expected = true, is_on_leave = excluded.is_on_leave`,
    [JSON.stringify(expected.map((line) => ({ ...line, id: newId() }))), now],
  );
  await ctx.db.query(
    `update attendances
        set counted_code = coalesce(code, case when is_expected then case when is_on_leave then 'EXCUSED' else 'ABSENT' end end)
      where meeting_id = any($1::uuid[])`,
    [ids],
  );
  await ctx.db.query(
    `update rolls set status = 'SUBMITTED', version = version + 1, submitted_at = $2, submitted_by_id = $3
      where meeting_id = any($1::uuid[])`,
    [ids, now, submittedById],
  );
  return ids.length;
}
