import type { MigrationInterface, QueryRunner } from "typeorm";

export class ApiKeys1795446000000 implements MigrationInterface {
  name = "ApiKeys1795446000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table api_keys (
        id uuid primary key,
        kind text not null,
        name text not null,
        prefix text not null,
        scopes text[] not null,
        allowed_origins text[] not null,
        points_per_minute integer not null,
        created_at timestamptz(3) not null,
        created_by_id uuid not null references people,
        rotated_at timestamptz(3),
        former_secrets_end_at timestamptz(3),
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3),
        constraint kind_of_a_key_is_known check (kind in ('SECRET', 'PUBLISHABLE')),
        constraint name_of_a_key_has_1_to_80_characters check (char_length(name) between 1 and 80),
        constraint only_publishable_keys_have_origins
          check ((kind = 'PUBLISHABLE') = (cardinality(allowed_origins) > 0)),
        constraint only_secret_keys_have_scopes check ((kind = 'SECRET') = (cardinality(scopes) > 0)),
        constraint a_secret_key_expires check (kind <> 'SECRET' or expires_at is not null),
        constraint a_key_has_some_rate check (points_per_minute > 0)
      );
      create index api_keys_by_creation on api_keys (created_at, id);
      create index api_keys_by_creator on api_keys (created_by_id);

      create table api_key_groups (
        key_id uuid not null references api_keys,
        group_id uuid not null references groups,
        primary key (key_id, group_id)
      );
      create index api_key_groups_by_group on api_key_groups (group_id, key_id);

      -- Several of one key work at once while it is being rotated.
      create table api_key_secrets (
        hash bytea primary key,
        key_id uuid not null references api_keys,
        ends_at timestamptz(3),
        constraint hash_of_a_secret_has_32_bytes check (octet_length(hash) = 32)
      );
      create index api_key_secrets_by_key on api_key_secrets (key_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table api_key_secrets; drop table api_key_groups; drop table api_keys");
  }
}
