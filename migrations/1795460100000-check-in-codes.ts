import type { MigrationInterface, QueryRunner } from "typeorm";

export class CheckInCodes1795460100000 implements MigrationInterface {
  name = "CheckInCodes1795460100000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table check_in_codes (
        id uuid primary key,
        meeting_id uuid not null references meetings,
        person_id uuid not null references people,
        code_hash bytea not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3),
        taken_by_id uuid references people,
        door_id uuid references doors,
        constraint one_check_in_of_a_code unique (meeting_id, code_hash),
        constraint who_took_a_code_is_known check ((used_at is null) = (taken_by_id is null)),
        constraint only_who_takes_a_code_has_a_door check (door_id is null or taken_by_id is not null)
      );
      create index check_in_codes_by_person on check_in_codes (person_id, meeting_id);
      create index check_in_codes_by_taker on check_in_codes (taken_by_id) where taken_by_id is not null;
      create index check_in_codes_by_door on check_in_codes (door_id) where door_id is not null;
      create index check_in_codes_by_expiry on check_in_codes (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table check_in_codes");
  }
}
