import type { MigrationInterface, QueryRunner } from "typeorm";

const LIVE = "('TRIAL', 'ACTIVE', 'GRACE')";

/** Tables that nobody changes, and the columns of theirs that an erasure may empty. */
const GUARDED = [
  ["marks", "marks_are_append_only", "refuse_to_change_a_mark", "note, content_hash"],
  ["referral_steps", "referral_steps_are_append_only", "refuse_to_change_what_was_said", "word"],
  ["closed_business", "closed_business_is_append_only", "refuse_to_change_what_was_said", "payer"],
] as const;

const guard = (table: string, trigger: string, call: string): string => `
      drop trigger ${trigger} on ${table};
      create trigger ${trigger} before update or delete on ${table} for each row execute function ${call};`;

/** A group keeps an owner, unless it is archived and nobody is in it. */
const ownerRule = (orIsOver: string): string => `
      create or replace function a_group_keeps_an_owner() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' then
          if new.group_id = old.group_id and new.role = 'OWNER' and new.status in ${LIVE} then return null; end if;
        end if;
        -- Two owners who leave at once wait here for each other; the second then sees that it is the last.
        perform 1 from groups where id = old.group_id for no key update;
        if found and not exists (
          select from memberships where group_id = old.group_id and role = 'OWNER' and status in ${LIVE}
        ) ${orIsOver} then
          raise exception 'a group keeps an owner' using errcode = '23514', constraint = 'a_group_keeps_an_owner';
        end if;
        return null;
      end $$;`;

/** People who were erased, the code that it takes, and the one way past what nobody changes. */
export class Erasure1795456200000 implements MigrationInterface {
  name = "Erasure1795456200000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table people add column erased_at timestamptz(3);
      alter table people add constraint who_was_erased_has_no_address
        check (erased_at is null or (email is null and email_verified_at is null and phone is null)) not valid;
      alter table people validate constraint who_was_erased_has_no_address;
      alter table sign_in_challenges drop constraint a_challenge_has_a_known_purpose,
        add constraint a_challenge_has_a_known_purpose
          check (purpose in ('SIGN_IN', 'LEAVE_ADDRESS', 'TAKE_ADDRESS', 'ERASE'));

      -- The named columns alone, and only while a transaction says that it erases somebody.
      create function refuse_to_change_but_erase() returns trigger language plpgsql as $body$
      begin
        if tg_op = 'UPDATE' and current_setting('wellmet.erases', true) = 'on'
           and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
          return new;
        end if;
        if tg_table_name = 'marks' then
          raise exception 'Marks are append-only.' using errcode = 'integrity_constraint_violation';
        end if;
        raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
      end $body$;
      ${GUARDED.map(([table, trigger, , columns]) => {
        const names = columns.split(", ").map((name) => `'${name}'`);
        return guard(table, trigger, `refuse_to_change_but_erase(${names.join(", ")})`);
      }).join("")}
      ${ownerRule(`and not exists (
          select from groups g where g.id = old.group_id and g.archived_at is not null
             and not exists (select from memberships where group_id = g.id and status in ${LIVE})
        )`)}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${ownerRule("")}
      ${GUARDED.map(([table, trigger, former]) => guard(table, trigger, `${former}()`)).join("")}
      drop function refuse_to_change_but_erase();
      delete from sign_in_challenges where purpose = 'ERASE';
      alter table sign_in_challenges drop constraint a_challenge_has_a_known_purpose,
        add constraint a_challenge_has_a_known_purpose check (purpose in ('SIGN_IN', 'LEAVE_ADDRESS', 'TAKE_ADDRESS'));
      alter table people drop column erased_at;
    `);
  }
}
