import type { MigrationInterface, QueryRunner } from "typeorm";

export class OwnExports1795458700000 implements MigrationInterface {
  name = "OwnExports1795458700000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table own_exports (
        id uuid primary key,
        person_id uuid not null references people,
        requested_at timestamptz(3) not null,
        made_at timestamptz(3),
        token_hash bytea constraint one_own_export_per_token unique,
        bytes bytea,
        expires_at timestamptz(3) not null,
        constraint a_made_export_has_its_bytes_and_token
          check ((made_at is null) = (bytes is null) and (made_at is null) = (token_hash is null)),
        constraint hash_of_an_own_export_is_a_sha256 check (octet_length(token_hash) = 32)
      );
      create index own_exports_by_person on own_exports (person_id);
      create index own_exports_by_end on own_exports (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table own_exports");
  }
}
