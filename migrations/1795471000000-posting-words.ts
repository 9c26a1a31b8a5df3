import type { MigrationInterface, QueryRunner } from "typeorm";

interface Kind {
  /** Table of what is posted. */
  readonly posted: string;
  readonly words: string;
  readonly key: string;
}

const KINDS: readonly Kind[] = [
  { posted: "asks", words: "ask_words", key: "ask_id" },
  { posted: "offers", words: "offer_words", key: "offer_id" },
];

/**
 * The words of asks and offers, so that a search looks up words instead of reading every text. They stand beside the
 * vocabulary of groups and topics, which forgets nothing by itself: what somebody asked goes with the ask.
 */
export class PostingWords1795471000000 implements MigrationInterface {
  name = "PostingWords1795471000000";

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const kind of KINDS) await queryRunner.query(`${kept(kind)}${found(kind)}`);
    await queryRunner.query("drop function has_all_words(text, text)");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(HAS_ALL_WORDS);
    for (const { posted, words } of KINDS) {
      await queryRunner.query(`
        drop function found_${posted}(text);
        drop function put_words_of_${posted}() cascade;
        drop table ${words};
      `);
    }
  }
}

const kept = ({ posted, words, key }: Kind): string => `
      -- No foreign key: it holds nothing but what the triggers below write.
      create table ${words} (word text collate "C" not null, ${key} uuid not null, primary key (${key}, word));

      create function put_words_of_${posted}() returns trigger language plpgsql as $body$
      begin
        if tg_op = 'TRUNCATE' then
          delete from ${words};
          return null;
        end if;
        if tg_op = 'INSERT' then
          insert into ${words} select w.word, n.id from new_rows n cross join lateral words_in(n.text) w (word);
        elsif tg_op = 'DELETE' then
          delete from ${words} w using old_rows o where w.${key} = o.id;
        else
          delete from ${words} w using old_rows o join new_rows n using (id)
           where w.${key} = id and o.text is distinct from n.text;
          insert into ${words} select w.word, id from old_rows o join new_rows n using (id)
            cross join lateral words_in(n.text) w (word) where o.text is distinct from n.text;
        end if;
        return null;
      end
      $body$;
      create trigger put_words_insert after insert on ${posted} referencing new table as new_rows
        for each statement execute function put_words_of_${posted}();
      create trigger put_words_update after update on ${posted} referencing old table as old_rows new table as new_rows
        for each statement execute function put_words_of_${posted}();
      create trigger put_words_delete after delete on ${posted} referencing old table as old_rows
        for each statement execute function put_words_of_${posted}();
      create trigger put_words_truncate after truncate on ${posted}
        for each statement execute function put_words_of_${posted}();

      insert into ${words} select w.word, p.id from ${posted} p cross join lateral words_in(p.text) w (word);
      create index ${words}_by_word on ${words} (word, ${key});
      create index ${words}_by_trigram on ${words} using gin (word gin_trgm_ops);
`;

/** Long words go first: they are the rarer ones, and the others are then asked of few rows. */
const found = ({ posted, words, key }: Kind): string => `
      create function found_${posted}(query text) returns uuid[] language plpgsql stable parallel safe as $body$
      declare
        asked text;
        found uuid[];
      begin
        for asked in select q.word from words_in(query) q (word) order by length(q.word) desc, q.word
        loop
          if found is null then
            found := array(
              select distinct w.${key} from ${words} w
               where (w.word % asked or (w.word >= asked and w.word < asked || chr(1114111)))
                 and (starts_with(w.word, asked) or (length(asked) > 3 and similarity(w.word, asked) >= 0.4)));
          else
            found := array(
              select f.id from unnest(found) f (id)
               where exists (
                 select from ${words} w where w.${key} = f.id
                    and (starts_with(w.word, asked) or (length(asked) > 3 and similarity(w.word, asked) >= 0.4))));
          end if;
          exit when cardinality(found) = 0;
        end loop;
        return found;
      end
      $body$;
`;

/** As it was. */
const HAS_ALL_WORDS = `
      create function has_all_words(written text, query text) returns boolean language sql immutable parallel safe
        as $body$
          select not exists (
            select from words_in(query) q (word)
             where not exists (
               select from words_in(written) w (word)
                where starts_with(w.word, q.word)
                   or (length(q.word) > 3 and similarity(w.word, q.word) >= 0.4)))
        $body$;
`;
