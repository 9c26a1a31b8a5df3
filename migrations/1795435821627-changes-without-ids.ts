import type { MigrationInterface, QueryRunner } from "typeorm";

/** Changes that are not yet told have no order and are deleted all at once: their number was an index that nobody read. */
export class ChangesWithoutIds1795435821627 implements MigrationInterface {
  name = "ChangesWithoutIds1795435821627";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("alter table public_changes drop column id");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("alter table public_changes add column id bigint generated always as identity primary key");
  }
}
