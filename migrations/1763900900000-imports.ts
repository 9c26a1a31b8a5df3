import type { MigrationInterface, QueryRunner } from "typeorm";

export class Imports1763900900000 implements MigrationInterface {
  name = "Imports1763900900000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table external_ids (
        group_id uuid not null references groups,
        kind text not null,
        external_id text not null,
        object_id uuid not null,
        primary key (group_id, kind, external_id),
        constraint external_id_kind_is_known check (kind in ('PERSON', 'MEETING')),
        constraint an_external_id_has_1_to_200_characters check (char_length(external_id) between 1 and 200)
      );
      create index external_ids_by_object on external_ids (object_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table external_ids");
  }
}
