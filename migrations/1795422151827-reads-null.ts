/** What the text that reads write raises where a promised value is missing: text would swallow it, or all around it. */
import type { MigrationInterface, QueryRunner } from "typeorm";

export class ReadsNull1795422151827 implements MigrationInterface {
  name = "ReadsNull1795422151827";

  async up(runner: QueryRunner): Promise<void> {
    // Volatile, so that no planner asks it ahead of the row that is at fault.
    await runner.query(`
      create function reads_null(field text) returns text language plpgsql volatile parallel safe as $$
      begin
        raise exception '%', field using errcode = 'RN001';
      end $$;
      comment on function reads_null is 'Raises RN001: a field that promised a value has none'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop function reads_null(text)");
  }
}
