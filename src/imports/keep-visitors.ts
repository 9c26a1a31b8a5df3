import type { Context } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";

/** Notes as visitors those who came to these meetings and were no members then, so that they are recognised again. */
export async function keepVisitors(ctx: Context, groupId: string, meetingIds: readonly string[]): Promise<void> {
  const visitors: { person_id: string; first_seen_at: Date }[] = await ctx.db.query(
    `select a.person_id, min(m.starts_at) as first_seen_at
       from attendances a join meetings m on m.id = a.meeting_id
      where a.meeting_id = any($1::uuid[]) and a.code in ('PRESENT', 'LATE')
        and not exists (
          select from membership_periods p
           where p.group_id = m.group_id and p.person_id = a.person_id
             and p.started_at <= m.starts_at and (p.ended_at is null or p.ended_at > m.starts_at)
        )
      group by a.person_id`,
    [meetingIds],
  );
  await ctx.db.query(
    `insert into visitors as v (id, group_id, person_id, kind, first_seen_at)
     select id, $2, person_id, 'GUEST', first_seen_at
       from json_to_recordset($1::json) as seen (id uuid, person_id uuid, first_seen_at timestamptz)
     on conflict (group_id, person_id) do update set first_seen_at = excluded.first_seen_at
       where excluded.first_seen_at < v.first_seen_at`,
    [JSON.stringify(visitors.map((visitor) => ({ ...visitor, id: newId() }))), groupId],
  );
}
