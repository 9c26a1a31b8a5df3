import type { MigrationInterface, QueryRunner } from "typeorm";

export class OauthSigningKeys1795457000000 implements MigrationInterface {
  name = "OauthSigningKeys1795457000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table oauth_signing_keys (
        kid text primary key,
        sealed_key bytea not null,
        created_at timestamptz(3) not null,
        signs_from timestamptz(3) not null
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table oauth_signing_keys");
  }
}
