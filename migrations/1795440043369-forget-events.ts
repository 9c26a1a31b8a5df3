import type { MigrationInterface, QueryRunner } from "typeorm";

/** Events stay append-only for everybody but the timer that lets the oldest of them go. */
export class ForgetEvents1795440043369 implements MigrationInterface {
  name = "ForgetEvents1795440043369";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Positions follow time but for moments, so the oldest are looked for at the beginning: an index by time would be
      -- written with every act, for a timer's sake. What is still to be handed on stays, however old.
      create function forget_events(kept_since timestamptz, most integer) returns integer language plpgsql as $body$
      declare
        gone integer;
      begin
        perform set_config('wellmet.forgets_events', 'on', true);
        delete from events where position in (
          select e.position from (select position, occurred_at from events order by position limit most) e
           where e.occurred_at <= kept_since and not exists (select from unrelayed_events u where u.position = e.position));
        get diagnostics gone = row_count;
        perform set_config('wellmet.forgets_events', 'off', true);
        return gone;
      end
      $body$;
      create function keep_events() returns trigger language plpgsql as $body$
      begin
        if tg_op = 'DELETE' and current_setting('wellmet.forgets_events', true) = 'on' then
          return old;
        end if;
        raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
      end
      $body$;
      drop trigger events_are_append_only on events;
      create trigger events_are_append_only before update or delete on events
        for each row execute function keep_events();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger events_are_append_only on events;
      create trigger events_are_append_only before update or delete on events
        for each row execute function refuse_change();
      drop function keep_events();
      drop function forget_events(timestamptz, integer);
    `);
  }
}
