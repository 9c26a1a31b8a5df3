import type { MigrationInterface, QueryRunner } from "typeorm";

export class Connections1795444600000 implements MigrationInterface {
  name = "Connections1795444600000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table connections (
        id uuid primary key,
        person_low_id uuid not null references people,
        person_high_id uuid not null references people,
        origin text not null,
        meeting_id uuid references meetings,
        group_id uuid references groups,
        started_at timestamptz(3) not null,
        low_bridges boolean not null default false,
        high_bridges boolean not null default false,
        ended_at timestamptz(3),
        constraint one_connection_of_two_people unique (person_low_id, person_high_id),
        constraint a_connection_is_of_two_people_in_order check (person_low_id < person_high_id),
        constraint origin_of_a_connection_is_known
          check (origin in ('INTRODUCTION', 'ENCOUNTER', 'INVITATION', 'IMPORT')),
        constraint a_connection_ends_after_it_started check (ended_at >= started_at)
      );
      create index connections_by_low_person on connections (person_low_id, started_at, id) where ended_at is null;
      create index connections_by_high_person on connections (person_high_id, started_at, id) where ended_at is null;
      create index connections_that_ended on connections (ended_at) where ended_at is not null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table connections");
  }
}
