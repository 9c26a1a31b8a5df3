import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What is chained of an entry: keys, names of acts and states, no word that tells who somebody is, so that erasing
 * somebody changes nothing of it. `src/audit/verify-chain.ts` says the same in its own words, on purpose.
 */
const SAID = (e: string): string =>
  `jsonb_build_array(${[
    `${e}.position`,
    `${e}.id`,
    `${e}.group_id`,
    `to_char(${e}.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    `${e}.actor_id`,
    `${e}.action`,
    `${e}.person_id`,
    `${e}.object_id`,
    `${e}.before`,
    `${e}.after`,
    `${e}.request_id`,
  ].join(", ")})::text`;

/** Every line of a group's audit log holds the hash of itself and the line before it. */
export class AuditChain1795457700000 implements MigrationInterface {
  name = "AuditChain1795457700000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Where the log of a group has got to; who adds a line holds this row, so lines come one after the other.
      create table audit_heads (
        group_id uuid primary key references groups,
        position integer not null,
        hash bytea not null
      );
      alter table audit_entries add column position integer, add column hash bytea;

      create function put_audit_entry_into_chain() returns trigger language plpgsql as $body$
      declare
        last audit_heads;
      begin
        insert into audit_heads (group_id, position, hash) values (new.group_id, 0, '') on conflict do nothing;
        select * into strict last from audit_heads where group_id = new.group_id for update;
        new.position := last.position + 1;
        new.hash := sha256(last.hash || convert_to(${SAID("new")}, 'UTF8'));
        update audit_heads set position = new.position, hash = new.hash where group_id = new.group_id;
        return new;
      end $body$;

      drop trigger audit_entries_are_append_only on audit_entries;
      do $body$
      declare
        e audit_entries;
        last_hash bytea := '';
        last_position integer := 0;
        last_group uuid;
      begin
        for e in select * from audit_entries order by group_id, occurred_at, id loop
          if e.group_id is distinct from last_group then
            last_group := e.group_id;
            last_hash := '';
            last_position := 0;
          end if;
          last_position := last_position + 1;
          e.position := last_position;
          last_hash := sha256(last_hash || convert_to(${SAID("e")}, 'UTF8'));
          update audit_entries set position = last_position, hash = last_hash where id = e.id;
        end loop;
      end $body$;
      insert into audit_heads select distinct on (group_id) group_id, position, hash from audit_entries
        order by group_id, position desc;

      alter table audit_entries alter column position set not null, alter column hash set not null;
      alter table audit_entries add constraint a_line_of_a_log_has_its_place unique (group_id, position);
      create trigger audit_entries_are_append_only before update or delete on audit_entries
        for each row execute function audit_entries_are_append_only();
      create trigger audit_entries_are_never_emptied before truncate on audit_entries
        for each statement execute function audit_entries_are_append_only();
      create trigger audit_entries_are_chained before insert on audit_entries
        for each row execute function put_audit_entry_into_chain();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger audit_entries_are_chained on audit_entries;
      drop trigger audit_entries_are_never_emptied on audit_entries;
      drop function put_audit_entry_into_chain();
      alter table audit_entries drop column position, drop column hash;
      drop table audit_heads;
    `);
  }
}
