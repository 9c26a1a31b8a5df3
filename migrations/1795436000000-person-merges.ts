import type { MigrationInterface, QueryRunner } from "typeorm";

export class PersonMerges1795436000000 implements MigrationInterface {
  name = "PersonMerges1795436000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table person_merges (
        id uuid primary key,
        group_id uuid not null references groups,
        merged_id uuid not null references people,
        into_id uuid not null references people,
        survivor_id uuid not null references people,
        merged_at timestamptz(3) not null,
        merged_by_id uuid not null references people,
        undone_at timestamptz(3),
        -- Of the membership that two became, when they did: whether anybody changed it since.
        membership_version integer,
        constraint nobody_is_merged_into_themself check (merged_id <> into_id and merged_id <> survivor_id),
        constraint a_merge_is_undone_after_it_was_done check (undone_at >= merged_at)
      );
      create unique index one_merge_of_a_person_per_group on person_merges (group_id, merged_id) where undone_at is null;
      create index person_merges_by_survivor on person_merges (group_id, survivor_id) where undone_at is null;
      create index person_merges_by_merged on person_merges (merged_id) where undone_at is null;
      create index person_merges_by_group on person_merges (group_id, merged_at, id);

      -- What a merge did to rows of the group, as they were: moved, set aside, changed, or added by it.
      create table person_merge_rows (
        id bigint generated always as identity primary key,
        merge_id uuid not null references person_merges,
        kind text not null,
        table_name text not null,
        column_name text not null,
        was jsonb not null,
        constraint kind_of_merged_row_is_known check (kind in ('MOVED', 'REMOVED', 'CHANGED', 'ADDED'))
      );
      create index person_merge_rows_by_merge on person_merge_rows (merge_id, table_name);

      -- Marks as the sheet reads them: of whoever was merged, they are about who stays. The marks themselves never change.
      create view marks_by_subject as
        select m.id, m.meeting_id, m.mark_id, m.group_id, coalesce(w.survivor_id, m.person_id) as person_id, m.code, m.mode,
               m.recorded_at, m.received_at, m.arrived_at, coalesce(s.survivor_id, m.substitute_for_id) as substitute_for_id,
               m.note, m.recorded_by_id, m.flag
          from marks m
          left join person_merges w on w.group_id = m.group_id and w.merged_id = m.person_id and w.undone_at is null
          left join person_merges s on s.group_id = m.group_id and s.merged_id = m.substitute_for_id and s.undone_at is null;
    `);
    await queryRunner.query(rollLines("marks_by_subject"));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rollLines("marks"));
    await queryRunner.query("drop view marks_by_subject; drop table person_merge_rows, person_merges");
  }
}

/** As the migration of attendance has it, over the marks of that table or view. */
const rollLines = (marks: string): string => `
      create or replace view roll_lines as
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
               exists (select from ${marks} f left join mark_decisions d on d.mark_id = f.id
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
                union all select x.person_id, false from ${marks} x where x.meeting_id = m.id
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
`;
