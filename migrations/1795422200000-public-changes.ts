import type { MigrationInterface, QueryRunner } from "typeorm";

/** Tables that an answer to nobody in particular can read. What is not here is not told, and no page of it is kept. */
const READ_BY_EVERYBODY = [
  "groups",
  "group_slugs",
  "group_topics",
  "meeting_roles",
  "meeting_seats",
  "meeting_series",
  "meetings",
  "memberships",
  "people",
  "person_topics",
  "rsvps",
  "topics",
];

export class PublicChanges1795422200000 implements MigrationInterface {
  name = "PublicChanges1795422200000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What was changed and is not yet told. Empty but for moments. Unlogged: after a crash nobody knows anything that
      -- would have to be dropped. A notice straight from here would hold a lock of the whole database from before its
      -- transaction is written to disk until after, so that writers of anything public would commit one by one.
      create unlogged table public_changes (
        id bigint generated always as identity primary key,
        notice text not null
      );

      -- Tells them on channel public_changes. One hands on at a time: who is patient waits for the other, so that all
      -- that was committed before is told.
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

      -- Puts down "table columns uuid uuid …", for the rows that a statement changed.
      -- The columns are those that an update changed ("-" for none); the uuids are all that stand in the rows, before and
      -- after: their own, and those of the rows they point at. "table *" stands for more than can be told.
      create function tell_public_change() returns trigger language plpgsql as $body$
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
          insert into public_changes (notice) values (tg_table_name || ' *');
        else
          for at in 1 .. greatest(coalesce(cardinality(ids), 0), 1) by ids_per_notice loop
            insert into public_changes (notice) values (concat_ws(' ', tg_table_name, coalesce(columns, '-'),
              nullif(array_to_string(ids[at : at + ids_per_notice - 1], ' '), '')));
          end loop;
        end if;
        return null;
      end
      $body$;

      ${READ_BY_EVERYBODY.map(triggersOf).join("")}
      -- When an answer ends by itself is looked up by the end of meetings, too.
      create index meetings_by_end on meetings (ends_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index meetings_by_end;
      drop function tell_public_change() cascade;
      drop function relay_public_changes(boolean);
      drop table public_changes;
    `);
  }
}

/** Rows before and after can be named in triggers for one kind of statement each. */
const triggersOf = (table: string): string => `
      create trigger tell_insert after insert on ${table} referencing new table as new_rows
        for each statement execute function tell_public_change();
      create trigger tell_update after update on ${table} referencing old table as old_rows new table as new_rows
        for each statement execute function tell_public_change();
      create trigger tell_delete after delete on ${table} referencing old table as old_rows
        for each statement execute function tell_public_change();
      create trigger tell_truncate after truncate on ${table}
        for each statement execute function tell_public_change();
`;
