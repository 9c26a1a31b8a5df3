/** What must hold in any database of ours, however its rows came into it. Each query gives the rows that break it. */
import type { DataSource } from "typeorm";

const LIVE = "('TRIAL', 'ACTIVE', 'GRACE')";

const INVARIANTS: Readonly<Record<string, string>> = {
  "seats taken are those of the answers that hold some": `
    select s.meeting_id from meeting_seats s left join rsvps r
        on r.meeting_id = s.meeting_id and r.mode = s.mode and r.status in ('GOING', 'OFFERED')
     group by s.meeting_id, s.mode
    having s.taken <> coalesce(sum(r.guests + r.takes_seat::int), 0)`,
  "nobody has a seat of a way that the meeting does not offer": `
    select r.id from rsvps r left join meeting_seats s on s.meeting_id = r.meeting_id and s.mode = r.mode
     where s.meeting_id is null`,
  "nobody waits for a seat that is free": `
    select r.id from rsvps r join meeting_seats s using (meeting_id, mode) join meetings m on m.id = r.meeting_id
     where r.status = 'WAITLISTED' and m.starts_at > $1
       and (s.capacity is null or s.capacity - s.taken >= r.guests + r.takes_seat::int)`,
  "every meeting stands at its spots, and at no others": `
    select meeting_id from meeting_spots_due d full join meeting_spots s using (meeting_id, topic_id)
     where (d.starts_at, d.latitude, d.longitude, d.cell, d.wide_cell)
       is distinct from (s.starts_at, s.latitude, s.longitude, s.cell, s.wide_cell)`,
  "every group has an owner": `
    select g.id from groups g where not exists (
      select from memberships m where m.group_id = g.id and m.role = 'OWNER' and m.status in ${LIVE})`,
  "every group is found by its slug": `
    select g.id from groups g where not exists (select from group_slugs s where s.slug = g.slug and s.group_id = g.id)`,
  "a membership is live exactly while a period is open": `
    select m.id from memberships m where (m.status in ${LIVE}) <> exists (
      select from membership_periods p where p.membership_id = m.id and p.ended_at is null)`,
  "a period is of its membership's person and group": `
    select p.id from membership_periods p join memberships m on m.id = p.membership_id
     where (p.group_id, p.person_id) <> (m.group_id, m.person_id)`,
  "periods of one membership do not overlap": `
    select p.id from membership_periods p join membership_periods q on q.membership_id = p.membership_id and q.id <> p.id
     where p.started_at <= q.started_at and coalesce(p.ended_at, 'infinity') > q.started_at`,
  "answers and attendance are of their meeting's group": `
    select m.id from meetings m
      left join rsvps r on r.meeting_id = m.id left join attendances a on a.meeting_id = m.id
     where r.group_id <> m.group_id or a.group_id <> m.group_id`,
  "nobody answered after the start": `
    select r.id from rsvps r join meetings m on m.id = r.meeting_id where r.responded_at > m.starts_at`,
  "the sheet says what the last mark says": `
    select coalesce(a.meeting_id, last.meeting_id) from (
      select distinct on (m.meeting_id, m.person_id) m.meeting_id, m.person_id, m.mark_id, m.code from marks_by_subject m
       where m.flag is null order by m.meeting_id, m.person_id, m.recorded_at desc, m.mark_id desc
    ) last full join attendances a using (meeting_id, person_id)
     where a.code is distinct from 'SUBSTITUTED' and (a.mark_id, a.code) is distinct from (last.mark_id, last.code)`,
  "a submitted roll accounts for every member it expects": `
    select r.meeting_id from rolls r
      join meetings m on m.id = r.meeting_id
      join groups g on g.id = m.group_id and g.expected_rule = 'MEMBERS'
      join membership_periods p
        on p.group_id = m.group_id and p.started_at <= m.starts_at and (p.ended_at is null or p.ended_at > m.starts_at)
      left join attendances a on a.meeting_id = m.id and a.person_id = p.person_id
     where r.status = 'SUBMITTED' and (a.is_expected is not true or a.counted_code is null)`,
  "a submitted roll accounts for everybody who said they come, where those are expected": `
    select r.meeting_id from rolls r
      join meetings m on m.id = r.meeting_id
      join groups g on g.id = m.group_id and g.expected_rule = 'RSVP'
      join rsvps v on v.meeting_id = m.id and v.status = 'GOING'
      left join attendances a on a.meeting_id = m.id and a.person_id = v.person_id
     where r.status = 'SUBMITTED' and (a.is_expected is not true or a.counted_code is null)`,
  "an open roll counts for nobody": `
    select a.id from attendances a join rolls r using (meeting_id) where r.status = 'OPEN' and a.counted_code is not null`,
};

/** Names of the invariants that do not hold at a moment, each with the number of rows that break it. */
export async function brokenInvariants(db: DataSource, now: Date): Promise<string[]> {
  const broken: string[] = [];
  for (const [name, query] of Object.entries(INVARIANTS)) {
    const [{ count }] = await db.query<[{ count: number }]>(
      `with clock as (select $1::timestamptz) select count(*)::int as count from (${query}) broken`,
      [now],
    );
    if (count > 0) broken.push(`${name}: ${count} rows`);
  }
  return broken;
}
