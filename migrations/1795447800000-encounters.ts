import type { MigrationInterface, QueryRunner } from "typeorm";

export class Encounters1795447800000 implements MigrationInterface {
  name = "Encounters1795447800000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table encounters (
        id uuid primary key,
        author_id uuid not null references people,
        setting text not null,
        met_on date not null,
        place text,
        note text,
        meeting_id uuid references meetings,
        wishes_connection boolean not null default false,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint setting_of_an_encounter_is_known
          check (setting in ('MEETING', 'ONE_TO_ONE', 'ONLINE', 'SPORT', 'NEIGHBOURHOOD', 'WORK', 'OTHER')),
        constraint place_of_an_encounter_has_1_to_200_characters check (char_length(place) between 1 and 200),
        constraint note_of_an_encounter_has_1_to_4000_characters check (char_length(note) between 1 and 4000),
        constraint a_wish_is_of_a_one_to_one check (not wishes_connection or setting = 'ONE_TO_ONE')
      );
      create index encounters_by_author on encounters (author_id, met_on, id);

      create table encounter_people (
        id uuid primary key,
        encounter_id uuid not null references encounters,
        place integer not null,
        person_id uuid references people,
        name text,
        constraint nobody_is_named_twice_in_an_encounter unique (encounter_id, person_id),
        constraint whom_one_met_is_a_person_or_a_name check (num_nonnulls(person_id, name) = 1),
        constraint name_of_whom_one_met_has_1_to_100_characters check (char_length(name) between 1 and 100)
      );
      create index encounter_people_by_person on encounter_people (person_id) where person_id is not null;

      create table one_to_ones (
        id uuid primary key,
        person_low_id uuid not null references people,
        person_high_id uuid not null references people,
        met_on date not null,
        low_encounter_id uuid references encounters,
        high_encounter_id uuid references encounters,
        constraint one_talk_of_two_people_on_a_day unique (person_low_id, person_high_id, met_on),
        constraint an_encounter_of_the_lesser_is_one_talk unique (low_encounter_id),
        constraint an_encounter_of_the_greater_is_one_talk unique (high_encounter_id),
        constraint a_talk_is_of_two_people_in_order check (person_low_id < person_high_id),
        constraint somebody_wrote_a_talk_down check (num_nonnulls(low_encounter_id, high_encounter_id) > 0)
      );
      create index one_to_ones_by_high_person on one_to_ones (person_high_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table one_to_ones; drop table encounter_people; drop table encounters");
  }
}
