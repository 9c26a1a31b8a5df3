import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Spots know what their meeting's wall clock shows, so that no meeting is read that starts at another hour, and the cell of a
 * third grid, of eight degrees, so that wide circles touch few cells. Indexes carry what is asked on the way.
 */
export class SpotsWithClocks1795445100000 implements MigrationInterface {
  name = "SpotsWithClocks1795445100000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table meeting_spots add starts_at_local timestamp(0), add vast_cell integer;
      update meeting_spots s
         set starts_at_local = m.starts_at_local::timestamp, vast_cell = place_cell(s.latitude, s.longitude, 0.125)
        from meetings m where m.id = s.meeting_id;
      alter table meeting_spots alter starts_at_local set not null;
      ${view(", m.starts_at_local::timestamp(0) as starts_at_local, place_cell(p.latitude, p.longitude, 0.125) as vast_cell")}
      ${functions(
        "meeting_id, topic_id, starts_at, latitude, longitude, cell, wide_cell, starts_at_local, vast_cell",
        "and d.starts_at_local = s.starts_at_local",
        ["group_id", "starts_at", "starts_at_local", "mode", "place_latitude", "place_longitude"],
      )}

      drop index meeting_spots_by_topic, meeting_spots_by_cell, meeting_spots_by_wide_cell;
      create index meeting_spots_by_topic on meeting_spots (topic_id, starts_at, meeting_id) include (starts_at_local);
      create index meeting_spots_by_cell on meeting_spots (topic_id, cell, starts_at, meeting_id)
        include (latitude, longitude, starts_at_local) where cell is not null;
      create index meeting_spots_by_wide_cell on meeting_spots (topic_id, wide_cell, starts_at, meeting_id)
        include (latitude, longitude, starts_at_local) where wide_cell is not null;
      create index meeting_spots_by_vast_cell on meeting_spots (topic_id, vast_cell, starts_at, meeting_id)
        include (latitude, longitude, starts_at_local) where vast_cell is not null;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index meeting_spots_by_topic, meeting_spots_by_cell, meeting_spots_by_wide_cell, meeting_spots_by_vast_cell;
      create index meeting_spots_by_topic on meeting_spots (topic_id, starts_at, meeting_id);
      create index meeting_spots_by_cell on meeting_spots (topic_id, cell, starts_at, meeting_id) where cell is not null;
      create index meeting_spots_by_wide_cell on meeting_spots (topic_id, wide_cell, starts_at, meeting_id)
        where wide_cell is not null;
      drop view meeting_spots_due;
      ${view("")}
      ${functions("meeting_id, topic_id, starts_at, latitude, longitude, cell, wide_cell", "", [
        "group_id",
        "starts_at",
        "mode",
        "place_latitude",
        "place_longitude",
      ])}
      alter table meeting_spots drop starts_at_local, drop vast_cell;
    `);
  }
}

/** What must stand there, with these columns more. */
const view = (more: string): string => `
      create or replace view meeting_spots_due as
        select m.id as meeting_id, t.topic_id, m.starts_at, p.latitude, p.longitude,
               place_cell(p.latitude, p.longitude, 4) as cell, place_cell(p.latitude, p.longitude, 0.5) as wide_cell,
               m.group_id${more}
          from meetings m
          join groups g on g.id = m.group_id
         cross join lateral (select
                 case when m.mode <> 'ONLINE' then coalesce(m.place_latitude, g.latitude) end,
                 case when m.mode <> 'ONLINE' then coalesce(m.place_longitude, g.longitude) end) p (latitude, longitude)
         cross join lateral (
                 select l.topic_id from group_topics l where l.group_id = m.group_id
                 union all
                 select '00000000-0000-0000-0000-000000000000' where p.latitude is not null) t;`;

/** As in the migration that made them, but for the columns that they write and compare. */
const functions = (columns: string, same: string, followed: readonly string[]): string => `
      create or replace function put_meeting_spots(ids uuid[]) returns void language sql as $body$
        delete from meeting_spots s where s.meeting_id = any(ids) and not exists (
          select from meeting_spots_due d
           where d.meeting_id = s.meeting_id and d.topic_id = s.topic_id and d.starts_at = s.starts_at
             and (d.latitude, d.longitude) is not distinct from (s.latitude, s.longitude) ${same});
        insert into meeting_spots (${columns})
          select ${columns} from meeting_spots_due d where d.meeting_id = any(ids)
          on conflict do nothing;
      $body$;

      create or replace function put_spots_of_changed_meetings() returns trigger language plpgsql as $body$
      declare
        ids uuid[];
      begin
        if tg_op = 'INSERT' then
          perform from groups where id in (select group_id from new_rows) order by id for share;
          insert into meeting_spots (${columns})
            select ${columns} from meeting_spots_due where meeting_id = any(array(select id from new_rows));
        elsif tg_op = 'UPDATE' then
          ids := array(select n.id from new_rows n left join old_rows o on o.id = n.id
                        where o.id is null
                           or (${followed.map((name) => `o.${name}`).join(", ")})
                              is distinct from (${followed.map((name) => `n.${name}`).join(", ")}));
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
      $body$;`;
