import type { MigrationInterface, QueryRunner } from "typeorm";

/** Columns that a series and a meeting share: what a series says, each of its meetings starts out with. */
const DETAILS = `
        title text not null,
        description text,
        agenda text,
        language text,
        mode text not null,
        place_name text,
        place_address text,
        place_city text,
        place_country text,
        place_latitude double precision,
        place_longitude double precision,
        online_url text,
        guests_per_rsvp_max integer not null default 0,
        offer_minutes integer not null,
        offer_cutoff_minutes integer not null,
        needs_approval boolean not null default false,
        allows_self_check_in boolean not null default false,
        cost_minor_units integer,
        currency text,
        time_zone text not null,
        duration_minutes integer not null,`;

const DETAILS_HOLD = `
          check (mode in ('IN_PERSON', 'ONLINE', 'HYBRID')
            and duration_minutes between 1 and 10080
            and guests_per_rsvp_max between 0 and 20
            and offer_minutes > 0
            and offer_cutoff_minutes >= 0
            and cost_minor_units >= 0
            and currency ~ '^[A-Z]{3}$')`;

export class Meetings1763900500000 implements MigrationInterface {
  name = "Meetings1763900500000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table meeting_series (
        id uuid primary key,
        group_id uuid not null references groups,
        recurrence_rule text not null,
        first_starts_at_local text not null,
        ${DETAILS}
        in_person_capacity integer,
        online_capacity integer,
        rsvp_opens_minutes_before integer,
        rsvp_closes_minutes_before integer,
        made_until timestamptz(3),
        ended_at timestamptz(3),
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint a_series_place_has_both_coordinates check ((place_latitude is null) = (place_longitude is null)),
        constraint a_series_cost_has_a_currency check ((cost_minor_units is null) = (currency is null)),
        constraint series_details_hold ${DETAILS_HOLD}
      );
      create index meeting_series_by_group on meeting_series (group_id, id);
      create index running_series_by_horizon on meeting_series (made_until, id) where ended_at is null;

      create table meetings (
        id uuid primary key,
        group_id uuid not null references groups,
        series_id uuid references meeting_series,
        original_start text,
        differs_from_series boolean not null default false,
        ${DETAILS}
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        starts_at_local text not null,
        rsvp_opens_at timestamptz(3),
        rsvp_closes_at timestamptz(3),
        published_at timestamptz(3),
        cancelled_at timestamptz(3),
        cancellation_reason text,
        moved_from timestamptz(3),
        sequence integer not null default 0,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint an_occurrence_is_made_once unique (series_id, original_start),
        constraint an_occurrence_keeps_its_original_start check ((series_id is null) = (original_start is null)),
        constraint only_an_occurrence_differs_from_its_series check (series_id is not null or not differs_from_series),
        constraint a_meeting_place_has_both_coordinates check ((place_latitude is null) = (place_longitude is null)),
        constraint a_cost_has_a_currency check ((cost_minor_units is null) = (currency is null)),
        constraint a_meeting_lasts_its_duration
          check (extract(epoch from ends_at) - extract(epoch from starts_at) = duration_minutes * 60),
        constraint a_reason_belongs_to_a_cancellation check (cancellation_reason is null or cancelled_at is not null),
        constraint rsvps_open_before_they_close check (rsvp_opens_at < rsvp_closes_at),
        constraint meeting_details_hold ${DETAILS_HOLD}
      );
      create index meetings_by_group on meetings (group_id, starts_at, id);
      create index meetings_by_series on meetings (series_id, starts_at, id) where series_id is not null;
      create index meetings_by_group_and_creation on meetings (group_id, created_at, id);
      create index meetings_by_start on meetings (starts_at, id);
      create index meetings_by_creation on meetings (created_at, id);

      create table meeting_seats (
        meeting_id uuid not null references meetings,
        mode text not null,
        capacity integer,
        taken integer not null default 0,
        admitted_above integer not null default 0,
        primary key (meeting_id, mode),
        constraint seats_are_of_a_known_mode check (mode in ('IN_PERSON', 'ONLINE')),
        constraint seats_are_never_oversold check (capacity is null or taken <= capacity + admitted_above),
        constraint seats_taken_are_counted_up_from_none check (taken >= 0),
        constraint a_capacity_is_no_debt check (capacity >= 0 and admitted_above >= 0)
      );

      create table meeting_roles (
        id uuid primary key,
        meeting_id uuid not null references meetings,
        person_id uuid not null references people,
        role text not null,
        takes_seat boolean not null default true,
        position integer not null,
        constraint one_role_of_a_kind_per_person_and_meeting unique (meeting_id, person_id, role),
        constraint meeting_role_is_known check (role in ('HOST', 'SPEAKER'))
      );
      create index meeting_roles_by_person on meeting_roles (person_id, meeting_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table meeting_roles, meeting_seats, meetings, meeting_series");
  }
}
