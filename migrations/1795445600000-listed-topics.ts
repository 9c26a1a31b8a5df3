import type { MigrationInterface, QueryRunner } from "typeorm";

const told = ["insert", "update", "delete", "truncate"].map((act) => {
  const rows = { insert: "new table as new_rows", delete: "old table as old_rows" }[act];
  const both = act === "update" ? "old table as old_rows new table as new_rows" : rows;
  return `create trigger tell_${act} after ${act} on listed_topics ${both ? `referencing ${both}` : ""}
        for each statement execute function tell_public_change();`;
});

/**
 * Which topics groups are about that everybody finds in lists: what is counted of a topic, without a look at each group. And a
 * grid of a sixteenth of a degree, so that small circles in large towns read no whole town.
 */
export class ListedTopics1795445600000 implements MigrationInterface {
  name = "ListedTopics1795445600000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create index groups_by_close_cell on groups (place_cell(latitude, longitude, 16));

      -- No foreign keys: it holds nothing but what the triggers below write.
      create table listed_topics (topic_id uuid not null, group_id uuid not null, primary key (topic_id, group_id));
      create index listed_topics_by_group on listed_topics (group_id);

      create function put_listed_topics(ids uuid[]) returns void language sql as $body$
        delete from listed_topics where group_id = any(ids);
        insert into listed_topics
          select l.topic_id, l.group_id from group_topics l join groups g on g.id = l.group_id
           where l.group_id = any(ids) and g.visibility = 'PUBLIC' and g.archived_at is null;
      $body$;

      create function put_listed_topics_of_changed() returns trigger language plpgsql as $body$
      declare
        changed uuid[];
      begin
        if tg_table_name = 'groups' then
          changed := array(select n.id from new_rows n join old_rows o on o.id = n.id
                            where (o.visibility, o.archived_at is null) is distinct from (n.visibility, n.archived_at is null));
        elsif tg_op = 'INSERT' then
          changed := array(select distinct group_id from new_rows);
        elsif tg_op = 'UPDATE' then
          changed := array(select group_id from new_rows union select group_id from old_rows);
        elsif tg_op = 'DELETE' then
          changed := array(select distinct group_id from old_rows);
        else
          delete from listed_topics;
        end if;
        if cardinality(changed) > 0 then
          -- Who hides the group and who says what it is about do not see each other's rows: one waits.
          perform from groups where id = any(changed) order by id for no key update;
          perform put_listed_topics(changed);
        end if;
        return null;
      end
      $body$;

      create trigger put_listed_update after update on groups referencing old table as old_rows new table as new_rows
        for each statement execute function put_listed_topics_of_changed();
      create trigger put_listed_insert after insert on group_topics referencing new table as new_rows
        for each statement execute function put_listed_topics_of_changed();
      create trigger put_listed_update after update on group_topics referencing old table as old_rows new table as new_rows
        for each statement execute function put_listed_topics_of_changed();
      create trigger put_listed_delete after delete on group_topics referencing old table as old_rows
        for each statement execute function put_listed_topics_of_changed();
      create trigger put_listed_truncate after truncate on group_topics
        for each statement execute function put_listed_topics_of_changed();

      select put_listed_topics(array(select id from groups));
      ${told.join("\n      ")}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function put_listed_topics_of_changed() cascade;
      drop function put_listed_topics(uuid[]);
      drop table listed_topics;
      drop index groups_by_close_cell;
    `);
  }
}
