import type { MigrationInterface, QueryRunner } from "typeorm";

export class ImportsByGroup1795445000000 implements MigrationInterface {
  name = "ImportsByGroup1795445000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("create index group_imports_by_group on group_imports (group_id, created_at, id)");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop index group_imports_by_group");
  }
}
