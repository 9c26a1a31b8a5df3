import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Attendances know when their meeting started, so that the last one of somebody is the end of an index and not a sort of
 * all of them. The meeting stays the source: these triggers copy from it.
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

      create function copy_start_to_attendances() returns trigger language plpgsql as $$
      begin
        update attendances set starts_at = new.starts_at where meeting_id = new.id;
        return null;
      end
      $$;
      create trigger attendances_move_along after update of starts_at on meetings
        for each row when (old.starts_at <> new.starts_at) execute function copy_start_to_attendances();

      drop index attendances_by_person;
      create index attendances_by_person on attendances (person_id, starts_at, id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger attendances_move_along on meetings;
      drop trigger attendances_know_their_start on attendances;
      drop function copy_start_to_attendances();
      drop function copy_start_to_attendance();
      drop index attendances_by_person;
      create index attendances_by_person on attendances (person_id, meeting_id);
      alter table attendances drop column starts_at;
    `);
  }
}
