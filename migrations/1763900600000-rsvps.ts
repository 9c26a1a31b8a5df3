import type { MigrationInterface, QueryRunner } from "typeorm";

export class Rsvps1763900600000 implements MigrationInterface {
  name = "Rsvps1763900600000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table rsvps (
        id uuid primary key,
        group_id uuid not null references groups,
        meeting_id uuid not null references meetings,
        person_id uuid not null references people,
        status text not null,
        mode text not null,
        online_meanwhile boolean not null default false,
        guests integer not null default 0,
        takes_seat boolean not null default true,
        queued_at timestamptz(3),
        offer_expires_at timestamptz(3),
        admitted_above boolean not null default false,
        answered_by_id uuid not null references people,
        responded_at timestamptz(3) not null,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint one_rsvp_per_person_and_meeting unique (meeting_id, person_id),
        constraint rsvp_status_is_known
          check (status in ('GOING', 'MAYBE', 'NOT_GOING', 'WAITLISTED', 'OFFERED', 'REQUESTED')),
        constraint rsvp_mode_is_known check (mode in ('IN_PERSON', 'ONLINE')),
        constraint guests_are_counted check (guests >= 0),
        constraint who_waits_has_a_place_in_the_queue check (status not in ('WAITLISTED', 'OFFERED') or queued_at is not null),
        constraint an_offer_has_a_deadline check ((status = 'OFFERED') = (offer_expires_at is not null)),
        constraint online_meanwhile_is_for_who_waits check (not online_meanwhile or mode = 'IN_PERSON')
      );
      create index rsvps_by_person on rsvps (person_id, meeting_id);
      create index rsvps_by_meeting on rsvps (meeting_id, responded_at, id);
      create index rsvps_in_queue on rsvps (meeting_id, mode, queued_at, id) where status = 'WAITLISTED';
      create index rsvps_with_an_offer on rsvps (offer_expires_at) where status = 'OFFERED';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table rsvps");
  }
}
