import type { MigrationInterface, QueryRunner } from "typeorm";

export class ToldSides1795521530124 implements MigrationInterface {
  name = "ToldSides1795521530124";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("alter table introduction_sides add is_told boolean not null default false");
    await queryRunner.query("update introduction_sides set is_told = true where told_answer = answer");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("alter table introduction_sides drop is_told");
  }
}
