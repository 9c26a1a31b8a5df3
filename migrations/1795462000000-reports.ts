import type { MigrationInterface, QueryRunner } from "typeorm";

export class Reports1795462000000 implements MigrationInterface {
  name = "Reports1795462000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table reports (
        id uuid primary key,
        reporter_id uuid references people,
        kind text not null,
        object_id uuid not null,
        reason text not null,
        words text,
        reported_at timestamptz(3) not null,
        closed_at timestamptz(3),
        constraint kind_of_what_is_reported_is_known check (kind in ('PERSON', 'GROUP', 'MEETING', 'INTRODUCTION')),
        constraint reason_of_a_report_is_known
          check (reason in ('SPAM', 'HARASSMENT', 'PRETENCE', 'INDECENCY', 'DANGER', 'OTHER')),
        constraint words_of_a_report_have_1_to_2000_characters check (char_length(words) between 1 and 2000)
      );
      create unique index one_open_report_of_a_thing_by_somebody on reports (reporter_id, kind, object_id) where closed_at is null;
      create index reports_still_open on reports (reported_at, id) where closed_at is null;
      create index reports_closed on reports (closed_at) where closed_at is not null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table reports");
  }
}
