import type { MigrationInterface, QueryRunner } from "typeorm";

export class Apps1795456100000 implements MigrationInterface {
  name = "Apps1795456100000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table apps (
        id uuid primary key,
        owner_id uuid not null references people,
        name text not null,
        kind text not null,
        website_url text,
        redirect_uris text[] not null,
        post_logout_redirect_uris text[] not null,
        jwks jsonb,
        points_per_minute integer not null,
        review_state text not null,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null,
        disabled_at timestamptz(3),
        constraint kind_of_an_app_is_known check (kind in ('PUBLIC', 'PRIVATE_KEY_JWT')),
        constraint review_state_of_an_app_is_known check (review_state in ('UNREVIEWED', 'REVIEWED', 'REFUSED')),
        constraint name_of_an_app_has_1_to_80_characters check (char_length(name) between 1 and 80),
        constraint an_app_has_somewhere_to_return_to check (cardinality(redirect_uris) > 0),
        constraint apps_that_sign_have_keys check ((kind = 'PRIVATE_KEY_JWT') = (jwks is not null)),
        constraint an_app_has_some_rate check (points_per_minute > 0)
      );
      create index apps_by_owner on apps (owner_id, created_at, id);

      create table app_grants (
        id uuid primary key,
        person_id uuid not null references people,
        app_id uuid not null references apps,
        scopes text[] not null,
        declined_scopes text[] not null,
        group_ids uuid[],
        created_at timestamptz(3) not null,
        consented_at timestamptz(3) not null,
        narrowed_at timestamptz(3),
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3),
        last_used_at timestamptz(3)
      );
      create unique index one_live_grant_of_a_person_and_an_app on app_grants (person_id, app_id) where ended_at is null;
      create index app_grants_by_person on app_grants (person_id, created_at, id);
      create index app_grants_by_app on app_grants (app_id);

      -- Named by the hash of what its holder has; the payload does not hold it either.
      create table oauth_artifacts (
        kind text not null,
        id_hash bytea not null,
        payload jsonb not null,
        grant_id uuid references app_grants,
        person_id uuid references people,
        app_id uuid references apps,
        uid text,
        consumed_at timestamptz(3),
        expires_at timestamptz(3) not null,
        primary key (kind, id_hash),
        constraint hash_of_an_artifact_has_32_bytes check (octet_length(id_hash) = 32)
      );
      create index oauth_artifacts_by_grant on oauth_artifacts (grant_id);
      create index oauth_artifacts_by_person on oauth_artifacts (person_id, kind);
      create index oauth_artifacts_by_app on oauth_artifacts (app_id);
      create index oauth_artifacts_by_uid on oauth_artifacts (uid) where uid is not null;
      create index oauth_artifacts_by_end on oauth_artifacts (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table oauth_artifacts; drop table app_grants; drop table apps");
  }
}
