import type { MigrationInterface, QueryRunner } from "typeorm";

export class Attendance1763900700000 implements MigrationInterface {
  name = "Attendance1763900700000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table rolls (
        meeting_id uuid primary key references meetings,
        group_id uuid not null references groups,
        status text not null default 'OPEN',
        version integer not null default 0,
        submitted_at timestamptz(3),
        submitted_by_id uuid references people,
        constraint roll_status_is_known check (status in ('OPEN', 'SUBMITTED', 'REOPENED', 'SKIPPED')),
        constraint what_counts_was_submitted check ((status in ('SUBMITTED', 'REOPENED')) = (submitted_at is not null)),
        constraint who_submitted_is_known check ((submitted_at is null) = (submitted_by_id is null))
      );
      create table marks (
        id uuid primary key,
        meeting_id uuid not null references rolls,
        mark_id uuid not null,
        group_id uuid not null references groups,
        person_id uuid not null references people,
        code text not null,
        mode text,
        recorded_at timestamptz(3) not null,
        received_at timestamptz(3) not null,
        arrived_at timestamptz(3),
        substitute_for_id uuid references people,
        note text,
        recorded_by_id uuid not null references people,
        content_hash bytea not null,
        flag text,
        constraint a_mark_is_made_once unique (meeting_id, mark_id),
        constraint mark_code_is_known check (code in ('PRESENT', 'LATE', 'ABSENT', 'EXCUSED', 'SUBSTITUTED')),
        constraint mark_mode_is_known check (mode in ('IN_PERSON', 'ONLINE')),
        constraint mark_flag_is_known check (flag in ('AFTER_SUBMISSION', 'LEFT_MEANWHILE')),
        constraint a_mark_is_not_of_the_future check (recorded_at <= received_at),
        constraint only_who_came_has_arrived check (arrived_at is null or code in ('PRESENT', 'LATE')),
        constraint only_who_came_stands_in check (substitute_for_id is null or code in ('PRESENT', 'LATE')),
        constraint nobody_stands_in_for_themself check (substitute_for_id <> person_id)
      );
      create index marks_by_person on marks (meeting_id, person_id, recorded_at, mark_id);
      create index marks_by_receipt on marks (meeting_id, received_at, id);
      create table mark_decisions (
        mark_id uuid primary key references marks,
        is_accepted boolean not null,
        decided_by_id uuid not null references people,
        decided_at timestamptz(3) not null
      );
      create table walk_ins (
        meeting_id uuid not null references rolls,
        walk_in_id uuid not null,
        person_id uuid not null references people,
        name text not null,
        kind text not null,
        invited_by_id uuid references people,
        content_hash bytea not null,
        primary key (meeting_id, walk_in_id),
        constraint walk_in_kind_is_known check (kind in ('PROSPECT', 'GUEST'))
      );
      create index walk_ins_by_person on walk_ins (meeting_id, person_id, walk_in_id);
      create table attendances (
        id uuid primary key,
        group_id uuid not null references groups,
        meeting_id uuid not null references meetings,
        person_id uuid not null references people,
        is_expected boolean not null default false,
        is_on_leave boolean not null default false,
        code text,
        counted_code text,
        mode text,
        arrived_at timestamptz(3),
        mark_id uuid,
        substitute_for_id uuid references people,
        updated_at timestamptz(3) not null,
        foreign key (meeting_id, mark_id) references marks (meeting_id, mark_id),
        constraint one_attendance_per_person_and_meeting unique (meeting_id, person_id),
        constraint one_substitute_per_member unique (meeting_id, substitute_for_id) deferrable initially deferred,
        constraint attendance_code_is_known check (code in ('PRESENT', 'LATE', 'ABSENT', 'EXCUSED', 'SUBSTITUTED')),
        constraint counted_code_is_known check (counted_code in ('PRESENT', 'LATE', 'ABSENT', 'EXCUSED', 'SUBSTITUTED')),
        constraint attendance_mode_is_known check (mode in ('IN_PERSON', 'ONLINE')),
        constraint an_arrival_is_of_who_came check (arrived_at is null or code in ('PRESENT', 'LATE')),
        constraint a_substitute_came check (substitute_for_id is null or code in ('PRESENT', 'LATE'))
      );
      create index attendances_by_person on attendances (person_id, meeting_id);
      create index attendances_by_group_and_person on attendances (group_id, person_id) include (meeting_id, counted_code, code);

      create function refuse_to_change_a_mark() returns trigger language plpgsql as $$
      begin
        raise exception 'Marks are append-only.' using errcode = 'integrity_constraint_violation';
      end
      $$;
      create trigger marks_are_append_only before update or delete on marks
        for each row execute function refuse_to_change_a_mark();
      create trigger marks_are_never_emptied before truncate on marks
        for each statement execute function refuse_to_change_a_mark();
      create trigger mark_decisions_are_append_only before update or delete on mark_decisions
        for each row execute function refuse_to_change_a_mark();
      create trigger mark_decisions_are_never_emptied before truncate on mark_decisions
        for each statement execute function refuse_to_change_a_mark();
    `);
    await queryRunner.query(`
      create view expected_people as
        select m.id as meeting_id, p.person_id
          from meetings m
          join groups g on g.id = m.group_id and g.expected_rule = 'MEMBERS'
          join membership_periods p on p.group_id = m.group_id
           and p.started_at <= m.starts_at and (p.ended_at is null or p.ended_at > m.starts_at)
        union
        select r.meeting_id, r.person_id
          from rsvps r
          join groups g on g.id = r.group_id and g.expected_rule = 'RSVP'
         where r.status = 'GOING';

      create view people_on_leave as
        select m.id as meeting_id, s.person_id
          from meetings m
          join groups g on g.id = m.group_id
          join memberships s on s.group_id = m.group_id
          join leaves l on l.membership_id = s.id
           and (m.starts_at at time zone g.time_zone)::date between l.from_on and l.to_on;

      create view roll_lines as
        select m.id as meeting_id, m.group_id, who.person_id as subject_id,
               v.id as visitor_id, known.is_known,
               case when known.is_known then p.display_name
                    else coalesce(w.name, v.known_as, p.display_name) end as name,
               case when r.submitted_at is null then who.is_expected else coalesce(a.is_expected, false) end as is_expected,
               away.is_on_leave,
               case when known.is_known then s.role end as membership_role,
               case when known.is_known
                    then case when s.status = 'ACTIVE' and away.is_on_leave then 'ON_LEAVE' else s.status end
               end as membership_status,
               answer.status as rsvp_status, answer.mode as rsvp_mode, coalesce(answer.guests, 0) as guests,
               case when not member.is_member then coalesce(w.kind, v.kind) end as visitor_kind,
               case when not member.is_member then coalesce(w.invited_by_id, v.invited_by_id) end as invited_by_id,
               before.visits::integer as visits_before,
               array(select x.walk_in_id from walk_ins x
                      where x.meeting_id = m.id and x.person_id = who.person_id order by x.walk_in_id) as walk_in_ids,
               coalesce(a.code, case when r.submitted_at is not null and a.is_expected
                                     then case when a.is_on_leave then 'EXCUSED' else 'ABSENT' end end) as code,
               a.arrived_at, a.mode, a.substitute_for_id, k.note,
               exists (select from marks f left join mark_decisions d on d.mark_id = f.id
                        where f.meeting_id = m.id and f.person_id = who.person_id
                          and f.flag is not null and d.mark_id is null) as has_flagged_mark,
               case when who.is_expected or a.is_expected then 0 when answer.status = 'GOING' then 1
                    when a.id is not null then 2 else 3 end as place
          from meetings m
          left join rolls r on r.meeting_id = m.id
          cross join lateral (
            select one.person_id, bool_or(one.is_expected) as is_expected
              from (
                select e.person_id, true as is_expected from expected_people e
                 where e.meeting_id = m.id and r.submitted_at is null
                union all select x.person_id, false from rsvps x where x.meeting_id = m.id and x.status = 'GOING'
                union all select x.person_id, false from attendances x where x.meeting_id = m.id
                union all select x.person_id, false from marks x where x.meeting_id = m.id
                union all (
                  select x.person_id, false from visitors x
                   where x.group_id = m.group_id and r.submitted_at is null and x.first_seen_at < m.starts_at
                     and (x.first_seen_at > m.starts_at - interval '180 days' or exists (
                       select from attendances y join meetings z on z.id = y.meeting_id
                        where y.group_id = m.group_id and y.person_id = x.person_id and y.code in ('PRESENT', 'LATE')
                          and z.starts_at < m.starts_at and z.starts_at > m.starts_at - interval '180 days'))
                   order by x.first_seen_at desc limit 200
                )
              ) one
             group by one.person_id
          ) who
          join people p on p.id = who.person_id
          left join attendances a on a.meeting_id = m.id and a.person_id = who.person_id
          left join marks k on k.meeting_id = m.id and k.mark_id = a.mark_id
          left join memberships s on s.group_id = m.group_id and s.person_id = who.person_id
          left join rsvps answer on answer.meeting_id = m.id and answer.person_id = who.person_id
          left join visitors v on v.group_id = m.group_id and v.person_id = who.person_id
          left join lateral (
            select x.name, x.kind, x.invited_by_id from walk_ins x
             where x.meeting_id = m.id and x.person_id = who.person_id order by x.walk_in_id limit 1
          ) w on true
          cross join lateral (
            select (s.joined_at is not null or s.status = 'REQUESTED' or (v.id is not null and v.known_as is null)
                    or exists (select from rsvps x where x.group_id = m.group_id and x.person_id = who.person_id)
                   ) is true as is_known
             offset 0 -- once a line, although several columns ask it
          ) known
          cross join lateral (
            select exists (select from membership_periods x
                            where x.group_id = m.group_id and x.person_id = who.person_id and x.started_at <= m.starts_at
                              and (x.ended_at is null or x.ended_at > m.starts_at)) as is_member
             offset 0
          ) member
          cross join lateral (
            select case when r.submitted_at is null
                        then exists (select from people_on_leave x where x.meeting_id = m.id and x.person_id = who.person_id)
                        else coalesce(a.is_on_leave, false) end as is_on_leave
             offset 0
          ) away
          cross join lateral (
            select count(*) as visits from attendances x join meetings z on z.id = x.meeting_id
             where x.group_id = m.group_id and x.person_id = who.person_id
               and x.code in ('PRESENT', 'LATE') and z.starts_at < m.starts_at
          ) before;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop view roll_lines, people_on_leave, expected_people;
      drop table attendances, walk_ins, mark_decisions, marks, rolls;
      drop function refuse_to_change_a_mark();
    `);
  }
}
