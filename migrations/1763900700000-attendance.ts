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
        constraint a_submitted_roll_says_when check (status not in ('SUBMITTED', 'REOPENED') or submitted_at is not null)
      );
      create table marks (
        meeting_id uuid not null references rolls,
        mark_id uuid not null,
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
        primary key (meeting_id, mark_id),
        constraint mark_code_is_known check (code in ('PRESENT', 'LATE', 'ABSENT', 'EXCUSED', 'SUBSTITUTED')),
        constraint mark_mode_is_known check (mode in ('IN_PERSON', 'ONLINE')),
        constraint mark_flag_is_known check (flag in ('AFTER_SUBMISSION', 'LEFT_MEANWHILE')),
        constraint a_mark_is_not_of_the_future check (recorded_at <= received_at),
        constraint only_who_came_has_arrived check (arrived_at is null or code in ('PRESENT', 'LATE')),
        constraint nobody_stands_in_for_themself check (substitute_for_id <> person_id)
      );
      create index marks_by_person on marks (meeting_id, person_id);
      create table mark_decisions (
        meeting_id uuid not null,
        mark_id uuid not null,
        is_accepted boolean not null,
        decided_by_id uuid not null references people,
        decided_at timestamptz(3) not null,
        primary key (meeting_id, mark_id),
        foreign key (meeting_id, mark_id) references marks
      );
      create table walk_ins (
        meeting_id uuid not null references rolls,
        walk_in_id uuid not null,
        person_id uuid not null references people,
        primary key (meeting_id, walk_in_id)
      );
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
        constraint one_attendance_per_person_and_meeting unique (meeting_id, person_id),
        constraint attendance_code_is_known check (code in ('PRESENT', 'LATE', 'ABSENT', 'EXCUSED', 'SUBSTITUTED')),
        constraint counted_code_is_known check (counted_code in ('PRESENT', 'LATE', 'ABSENT', 'EXCUSED', 'SUBSTITUTED')),
        constraint attendance_mode_is_known check (mode in ('IN_PERSON', 'ONLINE'))
      );
      create unique index one_substitute_per_member on attendances (meeting_id, substitute_for_id);
      create index attendances_by_person on attendances (person_id, meeting_id);
      create index attendances_by_group_and_person on attendances (group_id, person_id) include (meeting_id, counted_code);

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
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table attendances, walk_ins, mark_decisions, marks, rolls;
      drop function refuse_to_change_a_mark();
    `);
  }
}
