import type { MigrationInterface, QueryRunner } from "typeorm";

export class Introductions1795445000000 implements MigrationInterface {
  name = "Introductions1795445000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table introductions (
        id uuid primary key,
        connector_id uuid not null references people,
        connector_name text not null,
        group_id uuid references groups,
        meeting_id uuid references meetings,
        reason text not null,
        asking text not null,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        withdrawn_at timestamptz(3),
        closed_at timestamptz(3),
        shared_at timestamptz(3),
        met_at timestamptz(3),
        went_cold_at timestamptz(3),
        constraint reason_of_an_introduction_has_1_to_1000_characters check (char_length(reason) between 1 and 1000),
        constraint asking_of_an_introduction_is_known check (asking in ('TOGETHER', 'FIRST_A', 'FIRST_B')),
        constraint an_introduction_expires_after_it_began check (expires_at > created_at),
        constraint a_closed_introduction_is_never_shared check (shared_at is null or closed_at is null),
        constraint a_withdrawn_introduction_is_closed check (withdrawn_at is null or closed_at is not null),
        constraint an_introduction_is_shared_before_it_expires check (shared_at < expires_at),
        constraint what_came_of_an_introduction_follows_its_sharing
          check (shared_at is not null or (met_at is null and went_cold_at is null))
      );
      create index introductions_by_connector on introductions (connector_id, created_at, id);
      create index introductions_by_group on introductions (group_id, shared_at) where shared_at is not null;

      create table introduction_sides (
        id uuid primary key,
        introduction_id uuid not null references introductions,
        position integer not null,
        person_id uuid references people,
        is_outsider boolean not null,
        email text,
        token_hash bytea,
        name text not null,
        note text,
        asked_at timestamptz(3),
        answer text not null default 'PENDING',
        answered_at timestamptz(3),
        later_until timestamptz(3),
        asked_again_at timestamptz(3),
        shares text[] not null default '{}',
        word text,
        told_answer text,
        told_word text,
        shared_email text,
        shared_phone text,
        shared_links text[] not null default '{}',
        thanked_at timestamptz(3),
        thanks text,
        constraint an_introduction_has_two_sides unique (introduction_id, position),
        constraint one_side_per_token unique (token_hash),
        constraint position_of_a_side_is_1_or_2 check (position in (1, 2)),
        constraint an_outsider_alone_has_an_address check (is_outsider or (email is null and person_id is not null)),
        constraint answer_of_a_side_is_known check (answer in ('PENDING', 'YES', 'NO', 'LATER', 'WITHDRAWN')),
        constraint told_answer_of_a_side_is_known check (told_answer in ('YES', 'NO', 'LATER', 'WITHDRAWN')),
        constraint who_was_not_asked_has_not_answered check (answer = 'PENDING' or asked_at is not null),
        constraint a_side_shares_what_it_said_yes_to check (shares <@ array['EMAIL', 'PHONE', 'LINKS']),
        constraint only_a_yes_shares
          check (answer = 'YES' or (shared_email is null and shared_phone is null and shared_links = '{}')),
        constraint note_of_a_side_has_1_to_1000_characters check (char_length(note) between 1 and 1000),
        constraint word_of_a_side_has_1_to_1000_characters check (char_length(word) between 1 and 1000),
        constraint thanks_have_1_to_1000_characters check (char_length(thanks) between 1 and 1000)
      );
      create index introduction_sides_by_person on introduction_sides (person_id, introduction_id);
      create index introduction_sides_by_email on introduction_sides (email) where email is not null;
      create index introduction_sides_to_ask_again on introduction_sides (later_until) where answer = 'LATER' and asked_again_at is null;

      create table introduction_consents (
        id uuid primary key,
        side_id uuid not null references introduction_sides,
        answer text not null,
        shares text[] not null,
        later_until timestamptz(3),
        by_link boolean not null,
        given_at timestamptz(3) not null,
        constraint answer_of_a_consent_is_known check (answer in ('YES', 'NO', 'LATER', 'WITHDRAWN'))
      );
      create index introduction_consents_by_side on introduction_consents (side_id, given_at, id);
    `);
    await queryRunner.query(`
      create function refuse_to_change_a_consent() returns trigger language plpgsql as $$
      begin
        raise exception 'Consents are append-only.' using errcode = 'integrity_constraint_violation';
      end
      $$;
      create trigger introduction_consents_are_append_only before update or delete on introduction_consents
        for each row execute function refuse_to_change_a_consent();
      create trigger introduction_consents_are_never_emptied before truncate on introduction_consents
        for each statement execute function refuse_to_change_a_consent();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table introduction_consents;
      drop function refuse_to_change_a_consent;
      drop table introduction_sides;
      drop table introductions;
    `);
  }
}
