import type { MigrationInterface, QueryRunner } from "typeorm";

export class Passkeys1795460200000 implements MigrationInterface {
  name = "Passkeys1795460200000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table passkeys (
        id uuid primary key,
        person_id uuid not null references people,
        credential_id bytea not null,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null,
        name text not null,
        is_backed_up boolean not null,
        created_at timestamptz(3) not null,
        last_used_at timestamptz(3),
        constraint a_credential_is_one_passkey unique (credential_id),
        constraint name_of_a_passkey_has_1_to_80_characters check (char_length(name) between 1 and 80),
        constraint uses_of_a_passkey_are_counted_from_none check (counter >= 0)
      );
      create index passkeys_of_a_person on passkeys (person_id, created_at, id);

      create table passkey_challenges (
        hash bytea primary key,
        purpose text not null,
        person_id uuid references people,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3),
        constraint hash_of_a_passkey_challenge_has_32_bytes check (octet_length(hash) = 32),
        constraint purpose_of_a_passkey_challenge_is_known check (purpose in ('REGISTER', 'SIGN_IN')),
        constraint only_who_registers_is_known_before check ((purpose = 'REGISTER') = (person_id is not null))
      );
      create index passkey_challenges_by_expiry on passkey_challenges (expires_at);
      create index passkey_challenges_of_a_person on passkey_challenges (person_id);

      alter table sessions drop constraint a_sign_in_method_is_known;
      alter table sessions add constraint a_sign_in_method_is_known
        check (method in ('CODE', 'LINK', 'OPERATOR', 'PASSKEY'));
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      delete from sessions where method = 'PASSKEY';
      alter table sessions drop constraint a_sign_in_method_is_known;
      alter table sessions add constraint a_sign_in_method_is_known check (method in ('CODE', 'LINK', 'OPERATOR'));
      drop table passkey_challenges;
      drop table passkeys;
    `);
  }
}
