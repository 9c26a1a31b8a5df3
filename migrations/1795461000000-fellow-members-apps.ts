import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whether apps of fellow members may read of somebody what those members may: not before the person says so. */
export class FellowMembersApps1795461000000 implements MigrationInterface {
  name = "FellowMembersApps1795461000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("alter table people add column allows_fellow_members_apps boolean not null default false");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("alter table people drop column allows_fellow_members_apps");
  }
}
