import type { MigrationInterface, QueryRunner } from "typeorm";

export class RoleTerms1795441000000 implements MigrationInterface {
  name = "RoleTerms1795441000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Ranges of text let a constraint compare keys and days in one index, without an extension.
      create type text_span as range (subtype = text, collation = "C");

      create table role_terms (
        id uuid primary key,
        group_id uuid not null references groups,
        person_id uuid not null references people,
        role text not null,
        title text,
        starts_on date not null,
        ends_on date,
        ended_on date,
        given_by_id uuid references people,
        given_at timestamptz(3) not null,
        taken_up_at timestamptz(3),
        refusal text,
        constraint role_of_a_term_is_known check (role in ('OWNER', 'ORGANISER', 'HOST', 'MEMBER')),
        constraint refusal_of_a_term_is_known
          check (refusal in ('NO_MEMBER', 'OWNER_MISSING', 'GIVER_NO_OWNER', 'GROUP_ARCHIVED')),
        constraint title_of_a_term_has_1_to_60_characters check (char_length(title) between 1 and 60),
        constraint a_term_ends_after_it_starts check (ends_on > starts_on),
        constraint a_term_ended_after_it_started check (ended_on >= starts_on),
        constraint only_terms_taken_up_end check (ended_on is null or taken_up_at is not null),
        constraint a_refused_term_is_not_taken_up check (refusal is null or taken_up_at is null),
        constraint one_owner_term_at_a_time exclude using gist (
          text_span(group_id::text, group_id::text, '[]') with &&,
          daterange(starts_on, ended_on) with &&
        ) where (role = 'OWNER' and taken_up_at is not null),
        constraint one_term_of_a_person_and_title_at_a_time exclude using gist (
          text_span(group_id::text || person_id::text || lower(coalesce(title, '')),
                    group_id::text || person_id::text || lower(coalesce(title, '')), '[]') with &&,
          daterange(starts_on, ended_on) with &&
        ) where (taken_up_at is not null)
      );
      create index role_terms_by_group on role_terms (group_id, starts_on, id);
      create index role_terms_by_person on role_terms (person_id, group_id);
      create index role_terms_to_come on role_terms (starts_on, group_id) where taken_up_at is null and refusal is null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table role_terms; drop type text_span");
  }
}
