import type { MigrationInterface, QueryRunner } from "typeorm";

export class LikelyDuplicates1795434000000 implements MigrationInterface {
  name = "LikelyDuplicates1795434000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The queue of pairs that organisers should look at. Worked out anew from the books; nothing is lost with it.
      create table likely_duplicates (
        id uuid primary key,
        group_id uuid not null references groups,
        person_id uuid not null references people,
        duplicate_id uuid not null references people,
        reasons text[] not null,
        score integer not null,
        rank integer not null,
        constraint two_people_are_a_pair_once unique (group_id, person_id, duplicate_id),
        constraint nobody_is_their_own_duplicate check (person_id <> duplicate_id),
        constraint reasons_are_known check (reasons <@ array['SAME_EMAIL', 'SIMILAR_EMAIL', 'SAME_NAME', 'SIMILAR_NAME',
          'SAME_PHONE', 'SAME_COMPANY', 'SAME_CITY'])
      );
      create index likely_duplicates_by_rank on likely_duplicates (group_id, rank, id);

      -- Groups whose books changed since they were last looked through. A row goes when that is done.
      create table unscanned_books (
        group_id uuid primary key references groups,
        changed_at timestamptz(3) not null
      );
      create index unscanned_books_by_change on unscanned_books (changed_at, group_id);
      insert into unscanned_books (group_id, changed_at) select id, created_at from groups;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table unscanned_books, likely_duplicates");
  }
}
