import type { MigrationInterface, QueryRunner } from "typeorm";

/** Looks up the rows of each word that is alike by the index, however many the planner expects them to be. */
const oneByOne = (rows: string, key: string): string =>
  `cross join lateral (select r.${key}, r.weight from ${rows} r where r.word = l.word offset 0) x`;
const joined = (rows: string): string => `join ${rows} x on x.word = l.word`;

/** As in the migration that made it, but for how the words are joined. */
const found = (name: string, key: string, join: string): string => `
      create or replace function ${name}(query text) returns table (${key} uuid, relevance integer)
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
            from alike l ${join} group by x.${key}, l.asked)
        select b.${key}, round(100 * sum(b.score))::integer from best b
         group by b.${key} having count(*) = (select count(*) from asked);
      $body$;`;

/** A search by words read all words of all groups, once there were many groups and the words common. */
export class WordsOneByOne1795440100000 implements MigrationInterface {
  name = "WordsOneByOne1795440100000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(found("found_topics", "topic_id", oneByOne("topic_words", "topic_id")));
    await queryRunner.query(found("found_groups", "group_id", oneByOne("group_words", "group_id")));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(found("found_topics", "topic_id", joined("topic_words")));
    await queryRunner.query(found("found_groups", "group_id", joined("group_words")));
  }
}
