import type { MigrationInterface, QueryRunner } from "typeorm";

/** Searches for somebody at that company, of that profession, or with that interest. */
export class PeopleByWork1795446300000 implements MigrationInterface {
  name = "PeopleByWork1795446300000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create index people_by_company on people (lower(company)) where company is not null;
      create index people_by_profession on people (lower(profession)) where profession is not null;
      create index person_topics_by_topic on person_topics (topic_id, person_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop index people_by_company, people_by_profession, person_topics_by_topic");
  }
}
