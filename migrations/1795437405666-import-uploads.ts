import type { MigrationInterface, QueryRunner } from "typeorm";

export class ImportUploads1795437405666 implements MigrationInterface {
  name = "ImportUploads1795437405666";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Files that organisers bring in through the API: what was said of each, and how far it is.
      create table group_imports (
        id uuid primary key,
        group_id uuid not null references groups,
        begun_by_id uuid not null references people,
        file_kind text not null,
        submit_rolls boolean not null,
        status text not null,
        token_hash bytea constraint an_upload_has_its_own_token unique,
        size_bytes integer not null default 0,
        read_bytes integer not null default 0,
        report jsonb,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        finished_at timestamptz(3),
        constraint import_status_is_known
          check (status in ('AWAITING_FILE', 'UPLOADED', 'CHECKED', 'CONFIRMED', 'DONE', 'REFUSED')),
        constraint who_awaits_a_file_has_a_token check ((status = 'AWAITING_FILE') = (token_hash is not null))
      );
      create index group_imports_by_expiry on group_imports (expires_at);
      -- The file, piece by piece, until it is brought in or runs out.
      create table import_pieces (
        import_id uuid not null references group_imports,
        position integer not null,
        bytes bytea not null,
        primary key (import_id, position)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("drop table import_pieces, group_imports");
  }
}
