import type { MigrationInterface, QueryRunner } from "typeorm";

export class Groups1763900200000 implements MigrationInterface {
  name = "Groups1763900200000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table groups (
        id uuid primary key,
        slug text not null constraint a_slug_names_one_group unique,
        name text not null,
        description text,
        welcome_text text,
        city text,
        region text,
        country text,
        latitude double precision,
        longitude double precision,
        time_zone text not null,
        languages text[] not null default '{}',
        visibility text not null,
        join_mode text not null,
        expected_rule text not null,
        attendee_list_audience text not null,
        website_url text,
        image_url text,
        archived_at timestamptz(3),
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint a_group_place_has_both_coordinates check ((latitude is null) = (longitude is null)),
        constraint group_visibility_is_known check (visibility in ('PUBLIC', 'UNLISTED', 'PRIVATE')),
        constraint join_mode_is_known check (join_mode in ('OPEN', 'REQUEST', 'INVITE_ONLY')),
        constraint expected_rule_is_known check (expected_rule in ('MEMBERS', 'RSVP')),
        constraint attendee_list_audience_is_known
          check (attendee_list_audience in ('PUBLIC', 'SIGNED_IN', 'MEMBERS', 'ORGANISERS'))
      );
      create table group_slugs (
        slug text primary key,
        group_id uuid not null references groups
      );
      create index group_slugs_by_group on group_slugs (group_id);
      create table group_topics (
        group_id uuid not null references groups,
        topic_id uuid not null references topics,
        primary key (group_id, topic_id)
      );
      create index group_topics_by_topic on group_topics (topic_id, group_id);
      create table memberships (
        id uuid primary key,
        group_id uuid not null references groups,
        person_id uuid not null references people,
        role text not null default 'MEMBER',
        status text not null,
        invited_by_id uuid references people,
        joined_at timestamptz(3),
        ended_at timestamptz(3),
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint one_membership_per_person_and_group unique (group_id, person_id),
        constraint membership_role_is_known check (role in ('OWNER', 'ORGANISER', 'HOST', 'MEMBER')),
        constraint membership_status_is_known check (status in
          ('INVITED', 'REQUESTED', 'TRIAL', 'ACTIVE', 'GRACE', 'LAPSED', 'RESIGNED', 'REMOVED')),
        constraint a_live_membership_has_begun check (status not in ('TRIAL', 'ACTIVE', 'GRACE') or joined_at is not null)
      );
      create index memberships_by_person on memberships (person_id, group_id);
      create table membership_periods (
        id uuid primary key,
        membership_id uuid not null references memberships,
        group_id uuid not null,
        person_id uuid not null,
        started_at timestamptz(3) not null,
        ended_at timestamptz(3),
        constraint a_period_ends_after_it_starts check (ended_at >= started_at)
      );
      create unique index one_open_period_per_membership on membership_periods (membership_id) where ended_at is null;
      create index membership_periods_by_group on membership_periods (group_id, started_at);
      create index membership_periods_by_person on membership_periods (person_id, group_id);
      create table leaves (
        id uuid primary key,
        membership_id uuid not null references memberships,
        from_on date not null,
        to_on date not null,
        recorded_by_id uuid not null,
        recorded_at timestamptz(3) not null,
        constraint a_leave_ends_after_it_starts check (to_on >= from_on)
      );
      create index leaves_by_membership on leaves (membership_id, from_on);
      create table bans (
        id uuid primary key,
        group_id uuid not null references groups,
        person_id uuid not null references people,
        imposed_at timestamptz(3) not null,
        imposed_by_id uuid not null,
        lifted_at timestamptz(3)
      );
      create unique index one_ban_at_a_time on bans (group_id, person_id) where lifted_at is null;
      create table visitors (
        id uuid primary key,
        group_id uuid not null references groups,
        person_id uuid not null references people,
        kind text not null,
        invited_by_id uuid references people,
        known_as text,
        first_seen_at timestamptz(3) not null,
        constraint one_visitor_record_per_person_and_group unique (group_id, person_id),
        constraint visitor_kind_is_known check (kind in ('PROSPECT', 'GUEST'))
      );
      create index visitors_by_person on visitors (person_id, group_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      "drop table visitors, bans, leaves, membership_periods, memberships, group_topics, group_slugs, groups",
    );
  }
}
