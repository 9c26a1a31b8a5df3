import type { MigrationInterface, QueryRunner } from "typeorm";

export class AsksAndOffers1795446000000 implements MigrationInterface {
  name = "AsksAndOffers1795446000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table asks (
        id uuid primary key,
        person_id uuid not null references people,
        kind text not null,
        text text not null,
        audience text not null,
        posted_at timestamptz(3) not null,
        open_until timestamptz(3) not null,
        closed_at timestamptz(3),
        constraint kind_of_asks_is_known
          check (kind in ('ADVICE', 'INTRODUCTION', 'JOB', 'SERVICE', 'THING', 'OTHER')),
        constraint audience_of_asks_is_known check (audience in ('GROUPS', 'MY_GROUPS', 'CONNECTIONS')),
        constraint text_of_asks_has_at_most_2000_characters check (char_length(text) <= 2000)
      );
      create index asks_by_person on asks (person_id, posted_at, id);
      create index asks_by_time on asks (posted_at, id);
      create index asks_that_are_open on asks (open_until) where closed_at is null;
      create table ask_topics (
        ask_id uuid not null references asks,
        topic_id uuid not null references topics,
        primary key (ask_id, topic_id)
      );
      create index ask_topics_by_topic on ask_topics (topic_id, ask_id);
      create table ask_groups (
        ask_id uuid not null references asks,
        group_id uuid not null references groups,
        primary key (ask_id, group_id)
      );
      create index ask_groups_by_group on ask_groups (group_id, ask_id);

      create table offers (
        id uuid primary key,
        person_id uuid not null references people,
        kind text not null,
        text text not null,
        audience text not null,
        posted_at timestamptz(3) not null,
        open_until timestamptz(3) not null,
        closed_at timestamptz(3),
        constraint kind_of_offers_is_known
          check (kind in ('ADVICE', 'INTRODUCTION', 'JOB', 'SERVICE', 'THING', 'OTHER')),
        constraint audience_of_offers_is_known check (audience in ('GROUPS', 'MY_GROUPS', 'CONNECTIONS')),
        constraint text_of_offers_has_at_most_2000_characters check (char_length(text) <= 2000)
      );
      create index offers_by_person on offers (person_id, posted_at, id);
      create index offers_by_time on offers (posted_at, id);
      create index offers_that_are_open on offers (open_until) where closed_at is null;
      create table offer_topics (
        offer_id uuid not null references offers,
        topic_id uuid not null references topics,
        primary key (offer_id, topic_id)
      );
      create index offer_topics_by_topic on offer_topics (topic_id, offer_id);
      create table offer_groups (
        offer_id uuid not null references offers,
        group_id uuid not null references groups,
        primary key (offer_id, group_id)
      );
      create index offer_groups_by_group on offer_groups (group_id, offer_id);

      create table ask_responses (
        id uuid primary key,
        ask_id uuid not null references asks,
        person_id uuid not null references people,
        text text not null,
        responded_at timestamptz(3) not null,
        helped_at timestamptz(3),
        constraint one_response_per_person_and_ask unique (ask_id, person_id),
        constraint text_of_a_response_has_at_most_2000_characters check (char_length(text) <= 2000)
      );
      create index ask_responses_by_ask on ask_responses (ask_id, responded_at, id);
      create index ask_responses_by_person on ask_responses (person_id, responded_at, id);

      -- As \`found_groups\` finds words, in a text that is not kept in words: there are few to look at.
      create function has_all_words(written text, query text) returns boolean language sql immutable parallel safe
        as $body$
          select not exists (
            select from words_in(query) q (word)
             where not exists (
               select from words_in(written) w (word)
                where starts_with(w.word, q.word)
                   or (length(q.word) > 3 and similarity(w.word, q.word) >= 0.4)))
        $body$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function has_all_words;
      drop table ask_responses, offer_groups, offer_topics, offers, ask_groups, ask_topics, asks;
    `);
  }
}
