import type { MigrationInterface, QueryRunner } from "typeorm";

export class SignIn1763900150000 implements MigrationInterface {
  name = "SignIn1763900150000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table sessions (
        id uuid primary key,
        person_id uuid not null references people,
        token_hash bytea not null constraint a_token_opens_one_session unique,
        method text not null,
        user_agent text,
        created_at timestamptz(3) not null,
        last_seen_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3),
        constraint a_sign_in_method_is_known check (method in ('CODE', 'LINK', 'OPERATOR')),
        constraint a_token_hash_is_a_sha256 check (octet_length(token_hash) = 32)
      );
      create index sessions_of_a_person on sessions (person_id, created_at, id);
      create index sessions_by_expiry on sessions (expires_at);

      create table sign_in_challenges (
        id uuid primary key,
        purpose text not null,
        email text not null,
        code_mac bytea not null,
        link_hash bytea constraint a_link_answers_one_challenge unique,
        browser_hash bytea,
        attempts integer not null default 0,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3),
        cancelled_at timestamptz(3),
        constraint a_challenge_has_a_known_purpose check (purpose in ('SIGN_IN', 'LEAVE_ADDRESS', 'TAKE_ADDRESS')),
        constraint a_challenge_allows_five_attempts check (attempts between 0 and 5),
        constraint a_link_is_tied_to_a_browser check ((link_hash is null) = (browser_hash is null))
      );
      create unique index one_open_challenge_an_address on sign_in_challenges (email, purpose)
        where used_at is null and cancelled_at is null;
      create index sign_in_challenges_by_expiry on sign_in_challenges (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table sign_in_challenges, sessions");
  }
}
