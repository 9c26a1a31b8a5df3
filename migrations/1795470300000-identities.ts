import type { MigrationInterface, QueryRunner } from "typeorm";

export class Identities1795470300000 implements MigrationInterface {
  name = "Identities1795470300000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table identities (
        id uuid primary key,
        issuer text not null,
        subject text not null,
        person_id uuid not null references people,
        linked_at timestamptz(3) not null,
        suspended_at timestamptz(3),
        constraint a_subject_of_an_issuer_is_one_person unique (issuer, subject),
        constraint a_subject_has_1_to_255_characters check (char_length(subject) between 1 and 255)
      );
      create index identities_of_a_person on identities (person_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table identities");
  }
}
