import type { Context } from "../platform/context.ts";

/** What the tables of a group say together, whichever file is at fault. Each query gives the ids of what breaks it. */
const RULES: Readonly<Record<string, string>> = {
  "memberships.csv: nobody in it is an owner today": `
    select g.id from groups g where g.id = $1 and not exists (
      select from memberships m where m.group_id = g.id and m.role = 'OWNER' and m.status in ('TRIAL', 'ACTIVE', 'GRACE'))`,
  "periods.csv: a membership is live exactly while a period lasts": `
    select m.id from memberships m where m.group_id = $1 and (m.status in ('TRIAL', 'ACTIVE', 'GRACE')) <> exists (
      select from membership_periods p where p.membership_id = m.id and p.ended_at is null)`,
  "periods.csv: periods of one membership overlap": `
    select p.id from (
      select id, started_at, max(coalesce(ended_at, 'infinity')) over (
               partition by membership_id order by started_at, ended_at desc nulls first, id
               rows between unbounded preceding and 1 preceding) as others_end
        from membership_periods where group_id = $1) p
     where p.others_end > p.started_at`,
  "merges.csv: somebody with an account here is merged into somebody else": `
    select w.id from person_merges w join people p on p.id = w.merged_id
     where w.group_id = $1 and w.undone_at is null and p.email_verified_at is not null`,
  "rsvps.csv: an answer for a way of taking part that the meeting does not offer": `
    select r.id from rsvps r left join meeting_seats s on s.meeting_id = r.meeting_id and s.mode = r.mode
     where r.group_id = $1 and s.meeting_id is null`,
  "rsvps.csv: an answer after the start": `
    select r.id from rsvps r join meetings m on m.id = r.meeting_id where r.group_id = $1 and r.responded_at > m.starts_at`,
  "attendance.csv: a line says something else than its mark": `
    select a.id from attendances a join marks_by_subject k on k.meeting_id = a.meeting_id and k.mark_id = a.mark_id
     where a.group_id = $1 and (k.person_id <> a.person_id
        or (a.code is distinct from k.code and a.code is distinct from 'SUBSTITUTED'))`,
  "attendance.csv: somebody came, and no mark says so": `
    select a.id from attendances a where a.group_id = $1 and a.mark_id is null and a.code in ('PRESENT', 'LATE')`,
  "attendance.csv: an open roll counts for nobody": `
    select a.id from attendances a left join rolls r on r.meeting_id = a.meeting_id
     where a.group_id = $1 and a.counted_code is not null and coalesce(r.status, 'OPEN') = 'OPEN'`,
};

/** Sentences about what does not hold in a group that was just taken in; none if all is well. */
export async function refuseBroken(ctx: Context, groupId: string): Promise<string[]> {
  const broken: string[] = [];
  for (const [sentence, query] of Object.entries(RULES)) {
    const [row] = await ctx.db.query<{ id: string }[]>(`${query} limit 1`, [groupId]);
    if (row) broken.push(`${sentence} (${row.id}).`);
  }
  return broken;
}
