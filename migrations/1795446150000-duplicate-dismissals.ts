import type { MigrationInterface, QueryRunner } from "typeorm";

export class DuplicateDismissals1795446150000 implements MigrationInterface {
  name = "DuplicateDismissals1795446150000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Organisers said of a pair that these are two people. The lesser key first.
      create table duplicate_dismissals (
        group_id uuid not null references groups,
        one_id uuid not null references people,
        other_id uuid not null references people,
        dismissed_by_id uuid not null references people,
        dismissed_at timestamptz(3) not null,
        primary key (group_id, one_id, other_id),
        constraint a_dismissed_pair_is_two check (one_id < other_id)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table duplicate_dismissals");
  }
}
