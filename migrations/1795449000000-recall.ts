import type { MigrationInterface, QueryRunner } from "typeorm";

export class Recall1795449000000 implements MigrationInterface {
  name = "Recall1795449000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table recall_notes (
        id uuid primary key,
        author_id uuid not null references people,
        person_id uuid not null references people,
        text text not null,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint text_of_a_recall_note_has_1_to_4000_characters check (char_length(text) between 1 and 4000)
      );
      create index recall_notes_by_author on recall_notes (author_id, created_at, id);
      create index recall_notes_by_person on recall_notes (person_id, author_id);

      create table follow_ups (
        id uuid primary key,
        author_id uuid not null references people,
        person_id uuid references people,
        text text not null,
        due_on date not null,
        status text not null default 'OPEN',
        settled_at timestamptz(3),
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint status_of_a_follow_up_is_known check (status in ('OPEN', 'DONE', 'DROPPED')),
        constraint a_follow_up_is_settled_at_a_moment check ((status = 'OPEN') = (settled_at is null)),
        constraint text_of_a_follow_up_has_1_to_500_characters check (char_length(text) between 1 and 500)
      );
      create index follow_ups_by_author on follow_ups (author_id, due_on, id);
      create index follow_ups_by_person on follow_ups (person_id, author_id) where person_id is not null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table follow_ups; drop table recall_notes");
  }
}
