import type { MigrationInterface, QueryRunner } from "typeorm";

export class VisitsAndStandingRsvps1763900800000 implements MigrationInterface {
  name = "VisitsAndStandingRsvps1763900800000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table rsvps add column is_standing boolean not null default false;

      create table visit_requests (
        id uuid primary key,
        group_id uuid not null references groups,
        meeting_id uuid not null references meetings,
        email text not null,
        name text not null,
        mode text not null,
        guests integer not null,
        token_hash bytea not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        confirmed_at timestamptz(3),
        person_id uuid references people,
        constraint one_visit_request_per_token unique (token_hash),
        constraint visit_mode_is_known check (mode in ('IN_PERSON', 'ONLINE')),
        constraint visit_guests_are_counted check (guests >= 0),
        constraint a_confirmed_visit_has_a_person check ((confirmed_at is null) = (person_id is null))
      );
      create index visit_requests_by_expiry on visit_requests (expires_at);

      create table standing_rsvps (
        id uuid primary key,
        group_id uuid not null references groups,
        series_id uuid not null references meeting_series,
        person_id uuid not null references people,
        mode text not null,
        guests integer not null default 0,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        ended_at timestamptz(3),
        version integer not null default 1,
        constraint one_standing_rsvp_per_person_and_series unique (series_id, person_id),
        constraint standing_mode_is_known check (mode in ('IN_PERSON', 'ONLINE')),
        constraint standing_guests_are_counted check (guests >= 0)
      );
      create index standing_rsvps_by_person on standing_rsvps (person_id, series_id);
      create index standing_rsvps_by_group on standing_rsvps (group_id, person_id) where ended_at is null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table standing_rsvps, visit_requests; alter table rsvps drop column is_standing");
  }
}
