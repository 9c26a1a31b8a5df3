import type { MigrationInterface, QueryRunner } from "typeorm";

const told = (table: string): string => `
      create trigger tell_insert after insert on ${table} referencing new table as new_rows
        for each statement execute function tell_public_change();
      create trigger tell_update after update on ${table} referencing old table as old_rows new table as new_rows
        for each statement execute function tell_public_change();
      create trigger tell_delete after delete on ${table} referencing old table as old_rows
        for each statement execute function tell_public_change();
      create trigger tell_truncate after truncate on ${table}
        for each statement execute function tell_public_change();`;

/** Triggers of a table whose rows decide which words there are; what changed is compared in the function. */
const worded = (table: string, work: string): string => `
      create trigger put_words_insert after insert on ${table} referencing new table as new_rows
        for each statement execute function ${work}();
      create trigger put_words_update after update on ${table} referencing old table as old_rows new table as new_rows
        for each statement execute function ${work}();
      create trigger put_words_delete after delete on ${table} referencing old table as old_rows
        for each statement execute function ${work}();`;

/** Rows that have all the words of a query, and how well: the best find of each word counts, by its weight. */
const found = (rows: string, key: string): string => `
        with asked as (select distinct w.word from words_in(query) w (word)),
        alike as (
          select a.word as asked, v.word,
                 case when v.word = a.word then 1 when starts_with(v.word, a.word) then 0.8
                      else similarity(v.word, a.word)::double precision end as score
            from asked a
            join search_words v on v.word % a.word or (v.word >= a.word and v.word < a.word || chr(1114111))
           where starts_with(v.word, a.word) or (length(a.word) > 3 and similarity(v.word, a.word) >= 0.4)),
        best as (
          select x.${key}, l.asked, max(x.weight * l.score) as score
            from alike l join ${rows} x on x.word = l.word group by x.${key}, l.asked)
        select b.${key}, round(100 * sum(b.score))::integer from best b
         group by b.${key} having count(*) = (select count(*) from asked);`;

/**
 * The words of groups and topics, for searches that forgive misspellings. All words stand once in a vocabulary, which
 * alone is searched by trigrams; that a word stands there tells nothing, since who finds it finds rows by their policies.
 */
export class SearchWords1795436799263 implements MigrationInterface {
  name = "SearchWords1795436799263";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Both are trusted: the owner of a database may install them.
      create extension if not exists pg_trgm;
      create extension if not exists unaccent;

      -- The dictionary of unaccent is the one that came with it, so the same text stays the same.
      create function plain_text(written text) returns text language sql immutable parallel safe strict
        return lower(unaccent(written));

      create function words_in(written text) returns setof text language sql immutable parallel safe as $body$
        select distinct left(w, 40)
          from regexp_split_to_table(plain_text(written), '[\\s!-/:-@\\[-\`{-~\\u00a0-\\u00bf\\u2000-\\u206f\\u3000-\\u303f]+') w
         where w <> ''
      $body$;

      create table topic_synonyms (
        id uuid primary key,
        topic_id uuid not null references topics,
        slug text not null constraint a_synonym_means_one_topic unique,
        name text not null
      );
      create index topic_synonyms_by_topic on topic_synonyms (topic_id, slug);

      create table search_words (word text collate "C" primary key);
      create index search_words_by_trigram on search_words using gin (word gin_trgm_ops);
      create table topic_words (
        word text collate "C" not null, topic_id uuid not null, weight integer not null, primary key (word, topic_id));
      create index topic_words_by_topic on topic_words (topic_id);
      create table group_words (
        word text collate "C" not null, group_id uuid not null, weight integer not null, primary key (word, group_id));
      create index group_words_by_group on group_words (group_id);

      create function put_topic_words(ids uuid[]) returns void language sql as $body$
        delete from topic_words where topic_id = any(ids);
        insert into search_words
          select distinct w.word from (
            select words_in(name) from topics where id = any(ids)
            union all select words_in(name) from topic_synonyms where topic_id = any(ids)) w (word) order by w.word
          on conflict do nothing;
        insert into topic_words
          select w.word, w.id, max(w.weight) from (
            select words_in(name), id, 2 from topics where id = any(ids)
            union all select words_in(name), topic_id, 1 from topic_synonyms where topic_id = any(ids)) w (word, id, weight)
           group by w.word, w.id;
      $body$;

      create function put_group_words(ids uuid[]) returns void language sql as $body$
        delete from group_words where group_id = any(ids);
        insert into search_words
          select distinct w.word from groups g
            cross join lateral words_in(concat_ws(' ', g.name, g.city, g.region, left(g.description, 2000))) w (word)
           where g.id = any(ids) order by w.word
          on conflict do nothing;
        insert into group_words
          select w.word, w.id, max(w.weight) from (
            select words_in(name), id, 4 from groups where id = any(ids)
            union all select t.word, l.group_id, 3 from group_topics l join topic_words t using (topic_id)
                       where l.group_id = any(ids)
            union all select words_in(concat_ws(' ', city, region)), id, 2 from groups where id = any(ids)
            union all select words_in(left(description, 2000)), id, 1 from groups where id = any(ids)) w (word, id, weight)
           group by w.word, w.id;
      $body$;

      create function put_words_of_topics() returns trigger language plpgsql as $body$
      declare
        changed uuid[];
      begin
        if tg_table_name = 'topics' then
          if tg_op = 'INSERT' then
            changed := array(select id from new_rows);
          elsif tg_op = 'UPDATE' then
            changed := array(select n.id from new_rows n join old_rows o on o.id = n.id where o.name is distinct from n.name);
          else
            changed := array(select id from old_rows);
          end if;
        elsif tg_op = 'INSERT' then
          changed := array(select topic_id from new_rows);
        elsif tg_op = 'UPDATE' then
          changed := array(select topic_id from new_rows union select topic_id from old_rows);
        else
          changed := array(select topic_id from old_rows);
        end if;
        if cardinality(changed) > 0 then
          perform put_topic_words(changed);
          if tg_table_name <> 'topics' or tg_op <> 'INSERT' then
            perform put_group_words(array(select group_id from group_topics where topic_id = any(changed)));
          end if;
        end if;
        return null;
      end
      $body$;

      create function put_words_of_groups() returns trigger language plpgsql as $body$
      declare
        changed uuid[];
      begin
        if tg_table_name = 'groups' then
          if tg_op = 'INSERT' then
            changed := array(select id from new_rows);
          elsif tg_op = 'UPDATE' then
            changed := array(select n.id from new_rows n join old_rows o on o.id = n.id
                              where (o.name, o.city, o.region, o.description) is distinct from (n.name, n.city, n.region, n.description));
          else
            changed := array(select id from old_rows);
          end if;
        elsif tg_op = 'INSERT' then
          changed := array(select group_id from new_rows);
        elsif tg_op = 'UPDATE' then
          changed := array(select group_id from new_rows union select group_id from old_rows);
        else
          changed := array(select group_id from old_rows);
        end if;
        if cardinality(changed) > 0 then
          -- Who changes the name and who changes the topics do not see each other's rows: one waits.
          perform from groups where id = any(changed) order by id for no key update;
          perform put_group_words(changed);
        end if;
        return null;
      end
      $body$;

      ${worded("topics", "put_words_of_topics")}
      ${worded("topic_synonyms", "put_words_of_topics")}
      ${worded("groups", "put_words_of_groups")}
      ${worded("group_topics", "put_words_of_groups")}
      ${told("topic_synonyms")}

      create function found_topics(query text) returns table (topic_id uuid, relevance integer)
        language sql stable parallel safe rows 50 as $body$${found("topic_words", "topic_id")}$body$;
      create function found_groups(query text) returns table (group_id uuid, relevance integer)
        language sql stable parallel safe rows 50 as $body$${found("group_words", "group_id")}$body$;

      select put_topic_words(array(select id from topics));
      select put_group_words(array(select id from groups));
      create index meetings_by_title on meetings using gin (plain_text(title) gin_trgm_ops);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index meetings_by_title;
      drop function found_groups, found_topics;
      drop function put_words_of_groups() cascade;
      drop function put_words_of_topics() cascade;
      drop function put_group_words, put_topic_words;
      drop table group_words, topic_words, search_words, topic_synonyms;
      drop function words_in, plain_text;
      drop extension unaccent, pg_trgm;
    `);
  }
}
