import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The start that attendances carry is part of the key that points at their meeting: no writer can give another one, and
 * PostgreSQL itself moves it along. What one member did in one group is found in its order, too.
 */
export class AttendanceStartKey1795426200000 implements MigrationInterface {
  name = "AttendanceStartKey1795426200000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger attendances_move_along on meetings;
      drop function copy_start_to_attendances();
      alter table meetings add constraint a_meeting_has_one_start unique (id, starts_at);
      alter table attendances
        drop constraint attendances_meeting_id_fkey,
        add foreign key (meeting_id, starts_at) references meetings (id, starts_at) on update cascade;

      drop index attendances_by_group_and_person;
      create index attendances_by_group_person_and_start on attendances (group_id, person_id, starts_at)
        include (meeting_id, counted_code, code)`);
  }

  /** Forward only: what is wrong is put right by the next migration. */
  down(): Promise<void> {
    return Promise.reject(new Error("Migrations are not run backwards."));
  }
}
