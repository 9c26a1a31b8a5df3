import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Searches by words that cost what their answer costs. The rarest word of a query is looked up first and narrowed by the
 * others; titles of meetings are found by their words, in the order of the start, no longer as a text within a text.
 */
export class SearchesByRareWords1795445500000 implements MigrationInterface {
  name = "SearchesByRareWords1795445500000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${ALIKE}
      drop function found_groups(text);
      drop function found_topics(text);
      create type found_rows as (ids uuid[], relevances integer[]);
      ${best("best_groups", "group_words", "group_id")}
      ${best("best_topics", "topic_words", "topic_id")}
      drop index group_words_by_group;
      alter table group_words drop constraint group_words_pkey;
      alter table group_words add constraint group_words_pkey primary key (group_id, word);
      create index group_words_by_word on group_words (word, group_id) include (weight);
      ${TITLES}
      ${SEARCHED}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function found_titles(text);
      drop function has_words(uuid, meeting_search);
      drop function searched_meetings(text);
      drop type meeting_search;
      drop index meetings_by_start;
      create index meetings_by_start on meetings (starts_at, id);
      drop function put_words_of_meetings() cascade;
      drop function put_meeting_words(uuid[]);
      drop table meeting_words;
      create index meetings_by_title on meetings using gin (plain_text(title) gin_trgm_ops);
      drop index group_words_by_word;
      alter table group_words drop constraint group_words_pkey;
      alter table group_words add constraint group_words_pkey primary key (word, group_id);
      create index group_words_by_group on group_words (group_id);
      drop function best_topics(text);
      drop function best_groups(text);
      drop type found_rows;
      drop function alike_words(text);
      ${found("found_topics", "topic_words", "topic_id")}
      ${found("found_groups", "group_words", "group_id")}
    `);
  }
}

/** The words of the vocabulary that stand for a word of the query: itself, those that it begins, those spelt alike. */
const ALIKE = `
      create function alike_words(query text) returns table (asked text, word text, score double precision)
        language sql stable parallel safe rows 10 as $body$
        select a.word, v.word,
               case when v.word = a.word then 1 when starts_with(v.word, a.word) then 0.8
                    else similarity(v.word, a.word)::double precision end
          from words_in(query) a (word)
          join search_words v on v.word % a.word or (v.word >= a.word and v.word < a.word || chr(1114111))
         where starts_with(v.word, a.word) or (length(a.word) > 3 and similarity(v.word, a.word) >= 0.4)
      $body$;`;

/**
 * Rows that have all the words of a query, and how well: the best find of each word counts, by its weight. The rarest word
 * goes first, so that the others are asked of few rows.
 */
const best = (name: string, rows: string, key: string): string => `
      create function ${name}(query text) returns found_rows language plpgsql stable parallel safe as $body$
      declare
        asked record;
        found uuid[];
        scores double precision[];
      begin
        for asked in
          select array_agg(a.word) as words, array_agg(a.score) as scores
            from words_in(query) w (word) left join alike_words(query) a on a.asked = w.word
           group by w.word
           order by (select count(*) from (select from ${rows} r where r.word = any(array_agg(a.word)) limit 1000) x)
        loop
          if found is null then
            select array_agg(f.${key}), array_agg(f.score) into found, scores from (
              select r.${key}, max(r.weight * a.score) as score
                from unnest(asked.words, asked.scores) a (word, score) join ${rows} r on r.word = a.word
               group by r.${key}) f;
          else
            select array_agg(f.id), array_agg(f.score) into found, scores from (
              select b.id, b.score + max(r.weight * a.score) as score
                from unnest(asked.words, asked.scores) a (word, score)
                join ${rows} r on r.word = a.word
                join unnest(found, scores) b (id, score) on b.id = r.${key}
               group by b.id, b.score) f;
          end if;
          if found is null then
            return row ('{}'::uuid[], '{}'::integer[]);
          end if;
        end loop;
        return row (found, array(select round(100 * s)::integer from unnest(scores) with ordinality l (s, n) order by n));
      end
      $body$;`;

const TITLES = `
      -- No foreign keys: it holds nothing but what the triggers below write.
      create table meeting_words (
        word text collate "C" not null,
        meeting_id uuid not null,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        primary key (meeting_id, word)
      );

      create function put_meeting_words(ids uuid[]) returns void language sql as $body$
        delete from meeting_words where meeting_id = any(ids);
        -- Numbers are many, and none is a misspelling of another: they are found as they are.
        insert into search_words
          select distinct w.word from meetings m cross join lateral words_in(m.title) w (word)
           where m.id = any(ids) and w.word !~ '[0-9]'
             and not exists (select from search_words v where v.word = w.word)
           order by w.word
          on conflict do nothing;
        insert into meeting_words
          select w.word, m.id, m.starts_at, m.ends_at from meetings m cross join lateral words_in(m.title) w (word)
           where m.id = any(ids);
      $body$;

      create function put_words_of_meetings() returns trigger language plpgsql as $body$
      declare
        changed uuid[];
      begin
        if tg_op = 'INSERT' then
          changed := array(select id from new_rows);
        elsif tg_op = 'UPDATE' then
          changed := array(select n.id from new_rows n join old_rows o on o.id = n.id
                            where (o.title, o.starts_at, o.ends_at) is distinct from (n.title, n.starts_at, n.ends_at));
        elsif tg_op = 'DELETE' then
          changed := array(select id from old_rows);
        else
          delete from meeting_words;
        end if;
        if cardinality(changed) > 0 then
          perform put_meeting_words(changed);
        end if;
        return null;
      end
      $body$;

      create trigger put_words_insert after insert on meetings referencing new table as new_rows
        for each statement execute function put_words_of_meetings();
      create trigger put_words_update after update on meetings referencing old table as old_rows new table as new_rows
        for each statement execute function put_words_of_meetings();
      create trigger put_words_delete after delete on meetings referencing old table as old_rows
        for each statement execute function put_words_of_meetings();
      create trigger put_words_truncate after truncate on meetings
        for each statement execute function put_words_of_meetings();

      drop index meetings_by_title;
      drop index meetings_by_start;
      create index meetings_by_start on meetings (starts_at, id) include (ends_at, group_id);
      select put_meeting_words(array(select id from meetings));
      create index meeting_words_by_word on meeting_words (word, starts_at, meeting_id) include (ends_at);`;

/**
 * How the meetings that fit a query are found: each of few groups is looked at by itself; many are asked of each meeting, in the
 * order of the start; and titles by the words for the rarest word of the query, of which the others must be there, too.
 */
const SEARCHED = `
      create type meeting_search as (few uuid[], many uuid[], lead text[], others integer, other integer[], words text[]);

      create function searched_meetings(query text) returns meeting_search language plpgsql stable parallel safe as $body$
      declare
        groups uuid[] := (best_groups(query)).ids;
        how meeting_search;
        asked record;
      begin
        how.few := case when cardinality(groups) <= 64 then groups end;
        how.many := case when cardinality(groups) > 64 then groups end;
        how.others := 0;
        for asked in
          select case when w.word ~ '[0-9]' then array[w.word]
                      else array_agg(a.word) filter (where a.word !~ '[0-9]') end as words
            from words_in(query) w (word) left join alike_words(query) a on a.asked = w.word
           group by w.word
        loop
          if not exists (select from meeting_words x where x.word = any(asked.words)) then
            how.lead := null;
            return how;
          end if;
          how.others := how.others + 1;
          how.other := how.other || array_fill(how.others, array[cardinality(asked.words)]);
          how.words := how.words || asked.words;
        end loop;
        select array_agg(o.word) into how.lead from unnest(how.other, how.words) o (other, word)
         group by o.other
         order by (select count(*) from (select from meeting_words x where x.word = any(array_agg(o.word)) limit 200) y)
         limit 1;
        return how;
      end
      $body$;

      create function has_words(meeting_id uuid, how meeting_search) returns boolean language sql stable parallel safe
        return how.others = 1 or how.others = (
          select count(distinct o.other) from unnest(how.other, how.words) o (other, word)
            join meeting_words x on x.word = o.word where x.meeting_id = has_words.meeting_id);

      create function found_titles(query text) returns setof uuid language sql stable parallel safe rows 100 as $body$
        with how as materialized (select searched_meetings(query) as how)
        select distinct w.meeting_id from how
         cross join lateral unnest((how.how).lead) l (word) join meeting_words w on w.word = l.word
         where has_words(w.meeting_id, how.how)
      $body$;`;

/** As it was. */
const found = (name: string, rows: string, key: string): string => `
      create function ${name}(query text) returns table (${key} uuid, relevance integer)
        language sql stable parallel safe rows 50 as $body$
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
            from alike l cross join lateral (select r.${key}, r.weight from ${rows} r where r.word = l.word offset 0) x
           group by x.${key}, l.asked)
        select b.${key}, round(100 * sum(b.score))::integer from best b
         group by b.${key} having count(*) = (select count(*) from asked);
      $body$;`;
