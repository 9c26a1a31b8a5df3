import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whether a column of the row differs, before and after. */
const differs = (...columns: string[]): string =>
  `(${columns.map((name) => `o.${name}`).join(", ")}) is distinct from (${columns.map((name) => `n.${name}`).join(", ")})`;

/**
 * Meetings by topic, place and start, for searches: one row for each topic of the group, and one for any topic where there
 * is a place. Kept right by triggers of what it follows from, in the same transaction, whoever writes.
 */
export class MeetingSpots1795434743743 implements MigrationInterface {
  name = "MeetingSpots1795434743743";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- No foreign keys: it holds nothing but what the triggers below write.
      create table meeting_spots (
        meeting_id uuid not null,
        topic_id uuid not null,
        starts_at timestamptz(3) not null,
        latitude double precision,
        longitude double precision,
        cell integer,
        wide_cell integer,
        primary key (meeting_id, topic_id)
      );

      -- What must stand there.
      create view meeting_spots_due as
        select m.id as meeting_id, t.topic_id, m.starts_at, p.latitude, p.longitude,
               place_cell(p.latitude, p.longitude, 4) as cell, place_cell(p.latitude, p.longitude, 0.5) as wide_cell,
               m.group_id
          from meetings m
          join groups g on g.id = m.group_id
         cross join lateral (select
                 case when m.mode <> 'ONLINE' then coalesce(m.place_latitude, g.latitude) end,
                 case when m.mode <> 'ONLINE' then coalesce(m.place_longitude, g.longitude) end) p (latitude, longitude)
         cross join lateral (
                 select l.topic_id from group_topics l where l.group_id = m.group_id
                 union all
                 select '00000000-0000-0000-0000-000000000000' where p.latitude is not null) t;

      create function put_meeting_spots(ids uuid[]) returns void language sql as $body$
        delete from meeting_spots s where s.meeting_id = any(ids) and not exists (
          select from meeting_spots_due d
           where d.meeting_id = s.meeting_id and d.topic_id = s.topic_id and d.starts_at = s.starts_at
             and (d.latitude, d.longitude) is not distinct from (s.latitude, s.longitude));
        insert into meeting_spots
          select meeting_id, topic_id, starts_at, latitude, longitude, cell, wide_cell
            from meeting_spots_due d where d.meeting_id = any(ids)
          on conflict do nothing;
      $body$;

      -- Whoever adds a meeting and whoever changes what its group is about do not see each other's rows: one waits.
      create function put_spots_of_changed_meetings() returns trigger language plpgsql as $body$
      declare
        ids uuid[];
      begin
        if tg_op = 'INSERT' then
          perform from groups where id in (select group_id from new_rows) order by id for share;
          insert into meeting_spots
            select meeting_id, topic_id, starts_at, latitude, longitude, cell, wide_cell
              from meeting_spots_due where meeting_id = any(array(select id from new_rows));
        elsif tg_op = 'UPDATE' then
          ids := array(select n.id from new_rows n left join old_rows o on o.id = n.id
                        where o.id is null or ${differs("group_id", "starts_at", "mode", "place_latitude", "place_longitude")});
          if cardinality(ids) > 0 then
            perform from groups where id in (select group_id from new_rows) order by id for share;
            perform put_meeting_spots(ids);
          end if;
          delete from meeting_spots where meeting_id = any(array(select id from old_rows except select id from new_rows));
        elsif tg_op = 'DELETE' then
          delete from meeting_spots where meeting_id = any(array(select id from old_rows));
        else
          delete from meeting_spots;
        end if;
        return null;
      end
      $body$;

      create function put_spots_of_changed_groups() returns trigger language plpgsql as $body$
      declare
        changed uuid[];
      begin
        if tg_table_name = 'groups' then
          changed := array(select n.id from new_rows n join old_rows o on o.id = n.id
                            where ${differs("latitude", "longitude")});
        elsif tg_op = 'INSERT' then
          changed := array(select distinct group_id from new_rows);
        elsif tg_op = 'DELETE' then
          changed := array(select distinct group_id from old_rows);
        elsif tg_op = 'UPDATE' then
          changed := array(select group_id from new_rows union select group_id from old_rows);
        else
          changed := array(select id from groups);
        end if;
        if cardinality(changed) > 0 then
          perform from groups where id = any(changed) order by id for no key update;
          perform put_meeting_spots(array(select id from meetings where group_id = any(changed)));
        end if;
        return null;
      end
      $body$;

      create trigger put_spots_insert after insert on meetings referencing new table as new_rows
        for each statement execute function put_spots_of_changed_meetings();
      create trigger put_spots_update after update on meetings referencing old table as old_rows new table as new_rows
        for each statement execute function put_spots_of_changed_meetings();
      create trigger put_spots_delete after delete on meetings referencing old table as old_rows
        for each statement execute function put_spots_of_changed_meetings();
      create trigger put_spots_truncate after truncate on meetings
        for each statement execute function put_spots_of_changed_meetings();
      create trigger put_spots_update after update on groups referencing old table as old_rows new table as new_rows
        for each statement execute function put_spots_of_changed_groups();
      create trigger put_spots_insert after insert on group_topics referencing new table as new_rows
        for each statement execute function put_spots_of_changed_groups();
      create trigger put_spots_update after update on group_topics referencing old table as old_rows new table as new_rows
        for each statement execute function put_spots_of_changed_groups();
      create trigger put_spots_delete after delete on group_topics referencing old table as old_rows
        for each statement execute function put_spots_of_changed_groups();
      create trigger put_spots_truncate after truncate on group_topics
        for each statement execute function put_spots_of_changed_groups();

      insert into meeting_spots
        select meeting_id, topic_id, starts_at, latitude, longitude, cell, wide_cell from meeting_spots_due;
      create index meeting_spots_by_topic on meeting_spots (topic_id, starts_at, meeting_id);
      create index meeting_spots_by_cell on meeting_spots (topic_id, cell, starts_at, meeting_id) where cell is not null;
      create index meeting_spots_by_wide_cell on meeting_spots (topic_id, wide_cell, starts_at, meeting_id)
        where wide_cell is not null;

      create trigger tell_insert after insert on meeting_spots referencing new table as new_rows
        for each statement execute function tell_public_change();
      create trigger tell_update after update on meeting_spots referencing old table as old_rows new table as new_rows
        for each statement execute function tell_public_change();
      create trigger tell_delete after delete on meeting_spots referencing old table as old_rows
        for each statement execute function tell_public_change();
      create trigger tell_truncate after truncate on meeting_spots
        for each statement execute function tell_public_change();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function put_spots_of_changed_groups() cascade;
      drop function put_spots_of_changed_meetings() cascade;
      drop function put_meeting_spots(uuid[]);
      drop view meeting_spots_due;
      drop table meeting_spots;
    `);
  }
}
