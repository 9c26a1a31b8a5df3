import type { MigrationInterface, QueryRunner } from "typeorm";

const AUDIENCES = "('PUBLIC', 'SIGNED_IN', 'GROUPS_IN_COMMON', 'CONNECTIONS', 'ORGANISERS', 'NOBODY')";

/** Fields of a profile that carry an audience, with the audience they start with. */
const FIELDS: readonly (readonly [string, string])[] = [
  ["display_name", "PUBLIC"],
  ["headline", "PUBLIC"],
  ["story", "GROUPS_IN_COMMON"],
  ["company", "GROUPS_IN_COMMON"],
  ["job_title", "GROUPS_IN_COMMON"],
  ["profession", "GROUPS_IN_COMMON"],
  ["industry", "GROUPS_IN_COMMON"],
  ["place", "GROUPS_IN_COMMON"],
  ["coordinates", "NOBODY"],
  ["languages", "GROUPS_IN_COMMON"],
  ["time_zone", "GROUPS_IN_COMMON"],
  ["links", "GROUPS_IN_COMMON"],
  ["topics", "GROUPS_IN_COMMON"],
  ["avatar", "GROUPS_IN_COMMON"],
  ["email", "ORGANISERS"],
  ["phone", "ORGANISERS"],
];

export class TopicsAndPeople1763900100000 implements MigrationInterface {
  name = "TopicsAndPeople1763900100000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table topics (
        id uuid primary key,
        slug text not null constraint a_topic_has_one_slug unique,
        name text not null
      );
      create index topics_by_name on topics (name collate "C", id);
      create table people (
        id uuid primary key,
        email text constraint an_address_is_one_person unique,
        email_verified_at timestamptz(3),
        phone text,
        display_name text not null,
        headline text,
        story text,
        company text,
        job_title text,
        profession text,
        industry text,
        city text,
        region text,
        country text,
        latitude double precision,
        longitude double precision,
        languages text[] not null default '{}',
        time_zone text,
        links text[] not null default '{}',
        avatar_url text,
        ${FIELDS.map(([field, audience]) => `${field}_audience text not null default '${audience}',`).join("\n        ")}
        listed_as_attendee boolean not null default true,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint a_place_has_both_coordinates check ((latitude is null) = (longitude is null)),
        constraint audiences_are_known check (${FIELDS.map(([field]) => `${field}_audience in ${AUDIENCES}`).join(" and ")})
      );
      create table person_topics (
        person_id uuid not null references people,
        topic_id uuid not null references topics,
        primary key (person_id, topic_id)
      );
      create table blocks (
        id uuid primary key,
        blocker_id uuid not null references people,
        blocked_id uuid not null references people,
        created_at timestamptz(3) not null,
        constraint one_block_in_each_direction unique (blocker_id, blocked_id),
        constraint nobody_blocks_themself check (blocker_id <> blocked_id)
      );
      create index blocks_by_blocked on blocks (blocked_id, blocker_id);
      create index blocks_by_age on blocks (blocker_id, created_at, id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table blocks, person_topics, people, topics");
  }
}
