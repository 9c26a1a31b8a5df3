import type { MigrationInterface, QueryRunner } from "typeorm";

const OLD_KINDS = "'PERSON', 'GROUP', 'MEETING', 'INTRODUCTION'";
const MESSAGES = "'ASK', 'OFFER', 'ASK_RESPONSE', 'OFFER_RESPONSE', 'GROUP_SUGGESTION'";

export class GroupReports1795463100000 implements MigrationInterface {
  name = "GroupReports1795463100000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table reports drop constraint kind_of_what_is_reported_is_known;
      alter table reports add constraint kind_of_what_is_reported_is_known check (kind in (${OLD_KINDS}, ${MESSAGES}));
      create table group_reports (
        id uuid primary key,
        group_id uuid not null references groups,
        reporter_id uuid references people,
        is_reporter_named boolean not null default false,
        kind text not null,
        object_id uuid not null,
        about_id uuid references people,
        reason text not null,
        words text,
        quote text,
        reported_at timestamptz(3) not null,
        decided_at timestamptz(3),
        decided_by_id uuid references people,
        outcome text,
        warning text,
        constraint kind_of_what_a_group_is_told_of_is_known check (kind in ('PERSON', 'MEETING', ${MESSAGES})),
        constraint reason_of_what_a_group_is_told_is_known
          check (reason in ('SPAM', 'HARASSMENT', 'PRETENCE', 'INDECENCY', 'DANGER', 'OTHER')),
        constraint words_to_a_group_have_1_to_2000_characters check (char_length(words) between 1 and 2000),
        constraint warning_has_1_to_2000_characters check (char_length(warning) between 1 and 2000),
        constraint only_who_is_warned_reads_a_warning check (warning is null or outcome = 'WARNED'),
        constraint outcome_of_a_report_is_known
          check (outcome in ('DISMISSED', 'SETTLED', 'WARNED', 'MEETING_CANCELLED', 'REMOVED', 'BANNED')),
        constraint a_decided_report_has_an_outcome check ((decided_at is null) = (outcome is null))
      );
      create index group_reports_of_a_group on group_reports (group_id, reported_at, id);
      create index group_reports_of_a_reporter on group_reports (reporter_id, reported_at, id);
      create index group_reports_decided on group_reports (decided_at) where decided_at is not null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table group_reports;
      delete from reports where kind in (${MESSAGES});
      alter table reports drop constraint kind_of_what_is_reported_is_known;
      alter table reports add constraint kind_of_what_is_reported_is_known check (kind in (${OLD_KINDS}));
    `);
  }
}
