import type { MigrationInterface, QueryRunner } from "typeorm";

export class OfferResponses1795460000000 implements MigrationInterface {
  name = "OfferResponses1795460000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table offer_responses (
        id uuid primary key,
        offer_id uuid not null references offers,
        person_id uuid not null references people,
        text text not null,
        responded_at timestamptz(3) not null,
        helped_at timestamptz(3),
        constraint one_response_per_person_and_offer unique (offer_id, person_id),
        constraint text_of_an_answered_offer_has_at_most_2000_characters check (char_length(text) <= 2000)
      );
      create index offer_responses_by_offer on offer_responses (offer_id, responded_at, id);
      create index offer_responses_by_person on offer_responses (person_id, responded_at, id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table offer_responses");
  }
}
