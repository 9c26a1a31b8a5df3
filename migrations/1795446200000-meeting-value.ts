import type { MigrationInterface, QueryRunner } from "typeorm";

export class MeetingValue1795446200000 implements MigrationInterface {
  name = "MeetingValue1795446200000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table ideas (
        id uuid primary key,
        group_id uuid not null references groups,
        meeting_id uuid not null references meetings,
        author_id uuid not null references people,
        credited_to_id uuid references people,
        text text not null,
        tells_credited boolean not null default false,
        captured_at timestamptz(3) not null,
        constraint text_of_an_idea_has_at_most_2000_characters check (char_length(text) <= 2000)
      );
      create index ideas_by_author on ideas (author_id, captured_at, id);
      create index ideas_by_meeting on ideas (meeting_id, author_id, captured_at, id);
      create index ideas_by_whom on ideas (credited_to_id, captured_at, id) where tells_credited;

      create table group_suggestions (
        id uuid primary key,
        group_id uuid not null references groups,
        giver_id uuid not null references people,
        receiver_id uuid not null references people,
        meeting_id uuid references meetings,
        text text,
        is_withheld boolean not null default false,
        suggested_at timestamptz(3) not null,
        outcome text,
        outcome_at timestamptz(3),
        constraint outcome_of_a_hint_is_known check (outcome in ('VISITED', 'JOINED', 'NO')),
        constraint an_outcome_has_its_time check ((outcome is null) = (outcome_at is null)),
        constraint a_withheld_hint_has_no_outcome check (not is_withheld or outcome is null),
        constraint text_of_a_hint_has_at_most_500_characters check (char_length(text) <= 500)
      );
      create index group_suggestions_by_giver on group_suggestions (giver_id, suggested_at, id);
      create index group_suggestions_by_receiver on group_suggestions (receiver_id, suggested_at, id);
      create index group_suggestions_by_meeting on group_suggestions (meeting_id, receiver_id, suggested_at, id)
        where meeting_id is not null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table group_suggestions, ideas");
  }
}
