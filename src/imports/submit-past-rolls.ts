import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";

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
  const expected: Record<string, unknown>[] = await ctx.db.query(
    `select m.id as meeting_id, m.group_id, e.person_id, l.person_id is not null as is_on_leave
       from meetings m
       join expected_people e on e.meeting_id = m.id
       left join (select distinct meeting_id, person_id from people_on_leave where meeting_id = any($1::uuid[])) l
         on l.meeting_id = m.id and l.person_id = e.person_id
      where m.id = any($1::uuid[])`,
    [ids],
  );
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
