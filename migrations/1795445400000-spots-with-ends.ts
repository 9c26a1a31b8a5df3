import type { MigrationInterface, QueryRunner } from "typeorm";

/** Spots know whose meeting it is and when it ends, so that what was over last week is not read on the way to what comes. */
export class SpotsWithEnds1795445400000 implements MigrationInterface {
  name = "SpotsWithEnds1795445400000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table meeting_spots add ends_at timestamptz(3), add group_id uuid;
      update meeting_spots s set ends_at = m.ends_at, group_id = m.group_id from meetings m where m.id = s.meeting_id;
      alter table meeting_spots alter ends_at set not null, alter group_id set not null;
      ${view(", m.ends_at")}
      ${rewritten([
        ["starts_at_local, vast_cell", "starts_at_local, vast_cell, ends_at, group_id"],
        ["and d.starts_at_local = s.starts_at_local", `and d.starts_at_local = s.starts_at_local ${SAME}`],
        ["o.starts_at_local, ", "o.starts_at_local, o.ends_at, "],
        ["n.starts_at_local, ", "n.starts_at_local, n.ends_at, "],
      ])}
      ${indexes(", ends_at, group_id")}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${rewritten([
        ["starts_at_local, vast_cell, ends_at, group_id", "starts_at_local, vast_cell"],
        [` ${SAME}`, ""],
        ["o.starts_at_local, o.ends_at, ", "o.starts_at_local, "],
        ["n.starts_at_local, n.ends_at, ", "n.starts_at_local, "],
      ])}
      drop view meeting_spots_due;
      ${view("")}
      ${indexes("")}
      alter table meeting_spots drop ends_at, drop group_id;
    `);
  }
}

const SAME = "and d.ends_at = s.ends_at and d.group_id = s.group_id";

/** What must stand there, with these columns more. */
const view = (more: string): string => `
      create or replace view meeting_spots_due as
        select m.id as meeting_id, t.topic_id, m.starts_at, p.latitude, p.longitude,
               place_cell(p.latitude, p.longitude, 4) as cell, place_cell(p.latitude, p.longitude, 0.5) as wide_cell,
               m.group_id, m.starts_at_local::timestamp(0) as starts_at_local,
               place_cell(p.latitude, p.longitude, 0.125) as vast_cell${more}
          from meetings m
          join groups g on g.id = m.group_id
         cross join lateral (select
                 case when m.mode <> 'ONLINE' then coalesce(m.place_latitude, g.latitude) end,
                 case when m.mode <> 'ONLINE' then coalesce(m.place_longitude, g.longitude) end) p (latitude, longitude)
         cross join lateral (
                 select l.topic_id from group_topics l where l.group_id = m.group_id
                 union all
                 select '00000000-0000-0000-0000-000000000000' where p.latitude is not null) t;`;

/** The functions that write spots, with these words in place of those. */
const rewritten = (words: readonly (readonly [string, string])[]): string => `
      do $do$
      declare
        work regprocedure;
      begin
        foreach work in array array['put_meeting_spots(uuid[])', 'put_spots_of_changed_meetings()']::regprocedure[] loop
          execute ${words.reduce((text, [from, to]) => `replace(${text}, '${from}', '${to}')`, "pg_get_functiondef(work)")};
        end loop;
      end
      $do$;`;

const indexes = (more: string): string => `
      drop index meeting_spots_by_topic, meeting_spots_by_cell, meeting_spots_by_wide_cell, meeting_spots_by_vast_cell;
      create index meeting_spots_by_topic on meeting_spots (topic_id, starts_at, meeting_id)
        include (starts_at_local${more});
      create index meeting_spots_by_cell on meeting_spots (topic_id, cell, starts_at, meeting_id)
        include (latitude, longitude, starts_at_local${more}) where cell is not null;
      create index meeting_spots_by_wide_cell on meeting_spots (topic_id, wide_cell, starts_at, meeting_id)
        include (latitude, longitude, starts_at_local${more}) where wide_cell is not null;
      create index meeting_spots_by_vast_cell on meeting_spots (topic_id, vast_cell, starts_at, meeting_id)
        include (latitude, longitude, starts_at_local${more}) where vast_cell is not null;`;
