import type { MigrationInterface, QueryRunner } from "typeorm";

/** As `PublicChanges1795422200000` made it, but for where it puts its notices. */
const tellPublicChange = (put: (notice: string) => string): string => `
      create or replace function tell_public_change() returns trigger language plpgsql as $body$
      declare
        rows_max constant integer := 1000;
        ids_max constant integer := 3000;
        ids_per_notice constant integer := 150;
        touched bigint;
        columns text;
        ids text[];
      begin
        if tg_op = 'INSERT' or tg_op = 'UPDATE' then
          select count(*) into touched from new_rows;
        elsif tg_op = 'DELETE' then
          select count(*) into touched from old_rows;
        else
          touched := rows_max + 1;
        end if;
        if touched = 0 then
          return null;
        end if;

        if touched <= rows_max then
          if tg_op = 'INSERT' then
            select array_agg(distinct replace(e.value, '-', '')) into ids
              from new_rows n, jsonb_each_text(to_jsonb(n)) e where e.value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
          elsif tg_op = 'DELETE' then
            select array_agg(distinct replace(e.value, '-', '')) into ids
              from old_rows o, jsonb_each_text(to_jsonb(o)) e where e.value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
          else
            with gone as (select to_jsonb(o) as r from old_rows o except select to_jsonb(n) from new_rows n),
                 come as (select to_jsonb(n) as r from new_rows n except select to_jsonb(o) from old_rows o),
                 cells_gone as (select r -> 'id' as key, e.key as name, e.value from gone, jsonb_each_text(r) e),
                 cells_come as (select r -> 'id' as key, e.key as name, e.value from come, jsonb_each_text(r) e),
                 -- Rows without an id cannot be paired, so all of their columns count as changed.
                 changed as (
                   select name from (select * from cells_gone except select * from cells_come) c where key is not null
                   union select name from cells_gone where key is null)
            select (select string_agg(name, ',') from changed),
                   (select array_agg(distinct replace(value, '-', ''))
                      from (select value from cells_gone union all select value from cells_come) c
                     where value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
              into columns, ids;
            -- Rows that were written as they were.
            if ids is null and columns is null then
              return null;
            end if;
          end if;
        end if;

        if touched > rows_max or cardinality(ids) > ids_max then
          ${put("tg_table_name || ' *'")};
        else
          for at in 1 .. greatest(coalesce(cardinality(ids), 0), 1) by ids_per_notice loop
            ${put("concat_ws(' ', tg_table_name, coalesce(columns, '-'), nullif(array_to_string(ids[at : at + ids_per_notice - 1], ' '), ''))")};
          end loop;
        end if;
        return null;
      end
      $body$;
`;

/**
 * A notice holds a lock of the whole database from before its transaction is written to disk until after: writers of
 * anything public would commit one by one. So they only put a row down, and whoever listens hands the rows on.
 */
export class RelayPublicChanges1795426000000 implements MigrationInterface {
  name = "RelayPublicChanges1795426000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Empty but for moments. Unlogged: after a crash nobody knows anything that would have to be dropped.
      create unlogged table public_changes (
        id bigint generated always as identity primary key,
        notice text not null
      );

      -- One hands on at a time: who is patient waits for the other, so that all that was committed before is told.
      create function relay_public_changes(patiently boolean) returns void language plpgsql as $body$
      declare
        told text;
      begin
        if patiently then
          perform pg_advisory_xact_lock(724503);
        elsif not pg_try_advisory_xact_lock(724503) then
          return;
        end if;
        for told in delete from public_changes returning notice loop
          perform pg_notify('public_changes', told);
        end loop;
      end
      $body$;
      ${tellPublicChange((notice) => `insert into public_changes (notice) values (${notice})`)}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${tellPublicChange((notice) => `perform pg_notify('public_changes', ${notice})`)}
      drop function relay_public_changes(boolean);
      drop table public_changes;
    `);
  }
}
