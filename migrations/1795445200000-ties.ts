import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Every live connection, once from each side, with how warm it is: what warm paths and bands are read from. Which rows
 * there are, and whether others may see them, is kept right by triggers in the transaction that changes a connection;
 * warmth beyond that of its beginning is added by jobs.
 */
export class Ties1795445200000 implements MigrationInterface {
  name = "Ties1795445200000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What a talk of two people at that moment is worth, beside one at the beginning of 2020: it doubles every 120 days,
      -- and so all that is added up with it halves in 120 days, without being written again.
      create function tie_warmth(at timestamptz) returns double precision language sql immutable strict parallel safe
        return power(2::double precision, (extract(epoch from at)::double precision - 1577836800) / (120 * 86400));

      -- No foreign keys: it holds nothing but what follows from connections.
      create table ties (
        person_id uuid not null,
        other_id uuid not null,
        is_open boolean not null,
        warmth double precision not null,
        primary key (person_id, other_id) include (is_open, warmth),
        constraint a_tie_is_warm check (warmth > 0)
      );

      create function put_ties(lows uuid[], highs uuid[]) returns void language sql as $body$
        delete from ties t
         using unnest(lows || highs, highs || lows) p (person_id, other_id)
         where t.person_id = p.person_id and t.other_id = p.other_id
           and not exists (select from connections c
                            where c.person_low_id = least(t.person_id, t.other_id)
                              and c.person_high_id = greatest(t.person_id, t.other_id) and c.ended_at is null);
        insert into ties
          select p.person_id, p.other_id, c.low_bridges and c.high_bridges, tie_warmth(c.started_at)
            from unnest(lows || highs, highs || lows) p (person_id, other_id)
            join connections c on c.person_low_id = least(p.person_id, p.other_id)
                              and c.person_high_id = greatest(p.person_id, p.other_id)
           where c.ended_at is null
           order by 1, 2
          on conflict (person_id, other_id) do update set is_open = excluded.is_open
            where ties.is_open <> excluded.is_open;
      $body$;

      create function put_ties_of_changed_connections() returns trigger language plpgsql as $body$
      begin
        if tg_op = 'INSERT' then
          perform put_ties(array_agg(person_low_id), array_agg(person_high_id)) from new_rows;
        elsif tg_op = 'UPDATE' then
          perform put_ties(array_agg(person_low_id), array_agg(person_high_id))
             from (select person_low_id, person_high_id from old_rows
                    union select person_low_id, person_high_id from new_rows) changed;
        elsif tg_op = 'DELETE' then
          perform put_ties(array_agg(person_low_id), array_agg(person_high_id)) from old_rows;
        else
          delete from ties;
        end if;
        return null;
      end
      $body$;

      create trigger put_ties_insert after insert on connections referencing new table as new_rows
        for each statement execute function put_ties_of_changed_connections();
      create trigger put_ties_update after update on connections referencing old table as old_rows new table as new_rows
        for each statement execute function put_ties_of_changed_connections();
      create trigger put_ties_delete after delete on connections referencing old table as old_rows
        for each statement execute function put_ties_of_changed_connections();
      create trigger put_ties_truncate after truncate on connections
        for each statement execute function put_ties_of_changed_connections();

      select put_ties(array_agg(person_low_id), array_agg(person_high_id)) from connections having count(*) > 0;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function put_ties_of_changed_connections() cascade;
      drop function put_ties(uuid[], uuid[]);
      drop table ties;
      drop function tie_warmth(timestamptz);
    `);
  }
}
