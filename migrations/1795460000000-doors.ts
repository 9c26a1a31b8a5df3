import type { MigrationInterface, QueryRunner } from "typeorm";

export class Doors1795460000000 implements MigrationInterface {
  name = "Doors1795460000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table doors (
        id uuid primary key,
        group_id uuid not null references groups,
        meeting_id uuid not null references meetings,
        token_hash bytea not null,
        label text,
        created_at timestamptz(3) not null,
        opened_by_id uuid not null references people,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        closed_at timestamptz(3),
        uses_max integer not null,
        uses integer not null default 0,
        last_used_at timestamptz(3),
        constraint a_token_opens_one_door unique (token_hash),
        constraint hash_of_a_door_has_32_bytes check (octet_length(token_hash) = 32),
        constraint label_of_a_door_has_1_to_80_characters check (char_length(label) between 1 and 80),
        constraint a_door_ends_after_it_starts check (ends_at > starts_at),
        constraint a_door_makes_no_more_marks_than_it_may check (uses between 0 and uses_max)
      );
      create index doors_of_a_meeting on doors (meeting_id, created_at, id);
      create index doors_by_group on doors (group_id);
      create index doors_by_opener on doors (opened_by_id);

      -- Null for marks that people made themselves.
      alter table marks add column door_id uuid references doors;
      create index marks_by_door on marks (door_id) where door_id is not null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("alter table marks drop column door_id; drop table doors");
  }
}
