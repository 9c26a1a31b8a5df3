import type { MigrationInterface, QueryRunner } from "typeorm";

export class ConnectionOffers1795446000000 implements MigrationInterface {
  name = "ConnectionOffers1795446000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table connection_offers (
        id uuid primary key,
        person_id uuid not null references people,
        code_hash bytea not null,
        meeting_id uuid references meetings,
        group_id uuid references groups,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        accepted_by_id uuid references people,
        constraint one_connection_offer_of_a_code unique (code_hash),
        constraint an_offer_ends_after_it_was_made check (expires_at > created_at),
        constraint nobody_takes_their_own_offer check (accepted_by_id <> person_id)
      );
      create index connection_offers_by_expiry on connection_offers (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table connection_offers");
  }
}
