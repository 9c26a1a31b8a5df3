import type { MigrationInterface, QueryRunner } from "typeorm";

const OUTCOMES = "'DISMISSED', 'SETTLED', 'WARNED', 'MEETING_CANCELLED', 'REMOVED', 'BANNED'";
const CONSTRAINT = "constraint outcome_of_a_report_is_known";

export class TakingPostingsOut1795487553070 implements MigrationInterface {
  name = "TakingPostingsOut1795487553070";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table group_reports drop ${CONSTRAINT};
      alter table group_reports add ${CONSTRAINT} check (outcome in (${OUTCOMES}, 'TAKEN_OUT'));
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      update group_reports set outcome = 'SETTLED' where outcome = 'TAKEN_OUT';
      alter table group_reports drop ${CONSTRAINT};
      alter table group_reports add ${CONSTRAINT} check (outcome in (${OUTCOMES}));
    `);
  }
}
