import type { MigrationInterface, QueryRunner } from "typeorm";

export class IntroductionRequests1795457800000 implements MigrationInterface {
  name = "IntroductionRequests1795457800000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table introduction_requests (
        id uuid primary key,
        asker_id uuid not null references people,
        asker_name text not null,
        connector_id uuid not null references people,
        connector_name text not null,
        towards_id uuid references people,
        towards_name text,
        need text,
        reason text not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        asked_at timestamptz(3),
        withdrawn_at timestamptz(3),
        declined_at timestamptz(3),
        taken_up_at timestamptz(3),
        constraint nobody_asks_themself_for_an_introduction check (asker_id <> connector_id),
        constraint a_request_is_towards_three_people check (towards_id not in (asker_id, connector_id)),
        constraint a_request_names_a_person_or_a_need check (num_nonnulls(towards_name, need) = 1),
        constraint who_is_named_in_a_request_has_a_name check (towards_id is null or towards_name is not null),
        constraint need_of_a_request_has_1_to_1000_characters check (char_length(need) between 1 and 1000),
        constraint reason_of_a_request_has_1_to_1000_characters check (char_length(reason) between 1 and 1000),
        constraint a_request_expires_after_it_was_made check (expires_at > created_at),
        constraint who_was_not_reached_has_not_answered check (asked_at is not null or num_nonnulls(declined_at, taken_up_at) = 0),
        constraint a_request_is_declined_or_taken_up check (num_nonnulls(declined_at, taken_up_at) <= 1)
      );
      create index introduction_requests_by_asker on introduction_requests (asker_id, created_at, id);
      create index introduction_requests_by_connector on introduction_requests (connector_id, created_at, id);
      create index introduction_requests_by_expiry on introduction_requests (expires_at);

      alter table introductions
        add column request_id uuid references introduction_requests,
        add constraint one_introduction_per_request unique (request_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table introductions drop column request_id;
      drop table introduction_requests;
    `);
  }
}
