import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Attendances know when their meeting started, so that the last one of somebody is the end of an index and not a sort of
 * all of them. The start is part of the key that points at the meeting: no writer can give another one, and PostgreSQL
 * itself moves it along.
 */
export class AttendancesByStart1795425232195 implements MigrationInterface {
  name = "AttendancesByStart1795425232195";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table attendances add column starts_at timestamptz(3);
      update attendances a set starts_at = m.starts_at from meetings m where m.id = a.meeting_id;
      alter table attendances alter column starts_at set not null;

      create function copy_start_to_attendance() returns trigger language plpgsql as $$
      begin
        select m.starts_at into new.starts_at from meetings m where m.id = new.meeting_id;
        return new;
      end
      $$;
      create trigger attendances_know_their_start before insert on attendances
        for each row when (new.starts_at is null) execute function copy_start_to_attendance();

      alter table meetings add constraint a_meeting_has_one_start unique (id, starts_at);
      alter table attendances
        drop constraint attendances_meeting_id_fkey,
        add foreign key (meeting_id, starts_at) references meetings (id, starts_at) on update cascade;

      drop index attendances_by_person;
      create index attendances_by_person on attendances (person_id, starts_at, id);
      drop index attendances_by_group_and_person;
      create index attendances_by_group_person_and_start on attendances (group_id, person_id, starts_at)
        include (meeting_id, counted_code, code);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index attendances_by_group_person_and_start;
      create index attendances_by_group_and_person on attendances (group_id, person_id) include (meeting_id, counted_code, code);
      drop index attendances_by_person;
      create index attendances_by_person on attendances (person_id, meeting_id);
      alter table attendances
        drop constraint attendances_meeting_id_starts_at_fkey,
        add foreign key (meeting_id) references meetings;
      alter table meetings drop constraint a_meeting_has_one_start;
      drop trigger attendances_know_their_start on attendances;
      drop function copy_start_to_attendance();
      alter table attendances drop column starts_at;
    `);
  }
}
