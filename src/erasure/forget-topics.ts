import type { Context } from "../platform/context.ts";

/** Topics that these people named: they typed them, and perhaps nobody else did. */
export async function topicsOf(ctx: Context, ids: readonly string[]): Promise<readonly string[]> {
  const rows: { topic_id: string }[] = await ctx.db.query(
    `select topic_id from person_topics where person_id = any($1::uuid[])
     union select topic_id from ask_topics where ask_id in (select id from asks where person_id = any($1::uuid[]))
     union select topic_id from offer_topics where offer_id in (select id from offers where person_id = any($1::uuid[]))`,
    [ids],
  );
  return rows.map((row) => row.topic_id);
}

/**
 * Forgets of these topics what nobody uses any more, and the words of them that no search can find anything by. A topic
 * with other names was seen to by the operator, and stays.
 */
export async function forgetTopics(ctx: Context, topicIds: readonly string[]): Promise<void> {
  const words: { word: string }[] = await ctx.db.query(
    "select word from topic_words where topic_id = any($1::uuid[])",
    [topicIds],
  );
  await ctx.db.query(
    `delete from topics t where t.id = any($1::uuid[])
        and not exists (select from topic_synonyms x where x.topic_id = t.id)
        and not exists (select from person_topics x where x.topic_id = t.id)
        and not exists (select from group_topics x where x.topic_id = t.id)
        and not exists (select from ask_topics x where x.topic_id = t.id)
        and not exists (select from offer_topics x where x.topic_id = t.id)`,
    [topicIds],
  );
  await ctx.db.query(
    `delete from search_words w where w.word = any($1)
        and not exists (select from topic_words x where x.word = w.word)
        and not exists (select from group_words x where x.word = w.word)`,
    [words.map(({ word }) => word)],
  );
}
