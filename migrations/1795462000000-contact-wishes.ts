import type { MigrationInterface, QueryRunner } from "typeorm";

export class ContactWishes1795462000000 implements MigrationInterface {
  name = "ContactWishes1795462000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table contact_wishes (
        owner_id uuid not null references people,
        address_hash bytea not null,
        wished_at timestamptz(3) not null,
        primary key (owner_id, address_hash)
      );
      create index contact_wishes_by_address on contact_wishes (address_hash);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table contact_wishes");
  }
}
