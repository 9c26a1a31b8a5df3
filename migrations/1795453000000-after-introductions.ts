import type { MigrationInterface, QueryRunner } from "typeorm";

export class AfterIntroductions1795453000000 implements MigrationInterface {
  name = "AfterIntroductions1795453000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table introduction_outcomes (
        id uuid primary key,
        introduction_id uuid not null references introductions,
        recorded_by_id uuid not null references people,
        kind text not null,
        words text,
        amount_minor_units integer,
        currency text,
        is_confidential boolean not null,
        recorded_at timestamptz(3) not null,
        constraint kind_of_an_outcome_is_known
          check (kind in ('JOB', 'CLIENT', 'MENTOR', 'COLLABORATION', 'IDEA', 'FRIENDSHIP', 'OTHER')),
        constraint words_of_an_outcome_have_1_to_1000_characters check (char_length(words) between 1 and 1000),
        constraint amount_of_an_outcome_is_not_negative check (amount_minor_units >= 0),
        constraint an_outcome_has_amount_and_currency_or_neither check ((amount_minor_units is null) = (currency is null))
      );
      create index introduction_outcomes_by_introduction on introduction_outcomes (introduction_id, recorded_at, id);
      create index introduction_outcomes_by_recorder on introduction_outcomes (recorded_by_id);

      create table introduction_pauses (
        person_id uuid primary key references people,
        since timestamptz(3) not null
      );

      create table introduction_rules (
        group_id uuid primary key references groups,
        days integer not null,
        constraint introductions_of_a_group_last_3_to_60_days check (days between 3 and 60)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table introduction_rules;
      drop table introduction_pauses;
      drop table introduction_outcomes;
    `);
  }
}
