import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Nobody leaves the start of an attendance out: whoever writes one reads it from the meeting. The trigger that filled it
 * in was for writers there no longer are, and ran a statement of its own for each row.
 */
export class DropCopiedStart1795433844823 implements MigrationInterface {
  name = "DropCopiedStart1795433844823";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger attendances_know_their_start on attendances;
      drop function copy_start_to_attendance();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function copy_start_to_attendance() returns trigger language plpgsql as $$
      begin
        select m.starts_at into new.starts_at from meetings m where m.id = new.meeting_id;
        return new;
      end
      $$;
      create trigger attendances_know_their_start before insert on attendances
        for each row when (new.starts_at is null) execute function copy_start_to_attendance();
    `);
  }
}
