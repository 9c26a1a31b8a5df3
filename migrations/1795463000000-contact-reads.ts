import type { MigrationInterface, QueryRunner } from "typeorm";

export class ContactReads1795463000000 implements MigrationInterface {
  name = "ContactReads1795463000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table contact_reads (
        id uuid primary key,
        person_id uuid not null references people,
        reader_id uuid not null references people,
        app_id uuid references apps,
        read_on date not null,
        details text[] not null,
        times integer not null,
        first_read_at timestamptz(3) not null,
        last_read_at timestamptz(3) not null,
        constraint nobody_is_told_of_their_own_reads check (reader_id <> person_id),
        constraint contact_details_that_are_read_are_known
          check (details <@ array['EMAIL', 'PHONE'] and cardinality(details) > 0),
        constraint contact_details_are_read_at_least_once check (times > 0),
        constraint last_read_is_not_before_the_first check (last_read_at >= first_read_at)
      );
      -- Who asks without an app stands for it: no app has the key of a person.
      create unique index one_row_of_a_reader_and_an_app_a_day
        on contact_reads (person_id, reader_id, read_on, coalesce(app_id, reader_id));
      create index contact_reads_of_a_person on contact_reads (person_id, last_read_at, id);
      create index contact_reads_by_reader on contact_reads (reader_id);
      create index contact_reads_by_app on contact_reads (app_id) where app_id is not null;
      create index contact_reads_by_age on contact_reads (last_read_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table contact_reads");
  }
}
