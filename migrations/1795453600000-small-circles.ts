import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Searches in small circles that cost what is in them, however large the town: by a grid of a sixty-fourth of a degree, and
 * by the words of each group there, however many groups elsewhere have the same words.
 */
export class SmallCircles1795453600000 implements MigrationInterface {
  name = "SmallCircles1795453600000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create index groups_by_tight_cell on groups (place_cell(latitude, longitude, 64));

      -- A word that stands for one of those asked for: which of them it stands for, and of how many.
      create type asked_word as (number integer, of_all integer, word text);

      create function searched_words(query text) returns asked_word[] language plpgsql stable parallel safe as $body$
      begin
        return array(
          select row (a.number, a.of_all, l.word)::asked_word
            from (select w.word, row_number() over (), count(*) over () from words_in(query) w (word)) a (word, number, of_all)
            join alike_words(query) l on l.asked = a.word);
      end
      $body$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function searched_words(text);
      drop type asked_word;
      drop index groups_by_tight_cell;
    `);
  }
}
