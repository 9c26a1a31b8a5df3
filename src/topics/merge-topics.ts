import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { tooManySynonyms } from "./add-synonym.ts";
import { holdTopics } from "./hold-topics.ts";
import { Topic } from "./topic.entity.ts";
import { topicCalled } from "./topic-called.ts";
import { SYNONYMS_MAX, TopicSynonym } from "./topic-synonym.entity.ts";

/**
 * Makes one topic of two: whatever is about the first is about the second from now on, once, and the names of the first are
 * other names of the second. It cannot be undone. For the operator.
 *
 * @throws NOT_FOUND, LIMIT_REACHED above 20 other names, CONFLICT if both are one already
 */
export function mergeTopics(ctx: Context, called: string, intoCalled: string): Promise<Topic> {
  return inTransaction(ctx, async (ctx) => {
    await holdTopics(ctx);
    const [gone, into] = [await topicCalled(ctx, called), await topicCalled(ctx, intoCalled)];
    if (gone.id === into.id) throw conflict("into", `${called} and ${intoCalled} are one topic already.`);
    for (const link of await linksToTopics(ctx)) await moveLinks(ctx, link, [gone.id, into.id]);
    await moveNames(ctx, gone, into);
    return into;
  });
}

async function moveNames(ctx: Context, gone: Topic, into: Topic): Promise<void> {
  const others = await ctx.db.countBy(TopicSynonym, [{ topicId: gone.id }, { topicId: into.id }]);
  if (others + 1 > SYNONYMS_MAX) throw tooManySynonyms();
  await ctx.db.update(TopicSynonym, { topicId: gone.id }, { topicId: into.id });
  await ctx.db.delete(Topic, { id: gone.id });
  await ctx.db.insert(TopicSynonym, { id: newId(), topicId: into.id, name: gone.name, slug: gone.slug });
}

/** A table whose rows say of something that it is about a topic. All names are quoted. */
interface Link {
  readonly table: string;
  readonly column: string;
  /** What is about it: the rest of the primary key. */
  readonly subject: string;
}

/** The rooms above say what is about topics, and none is named here: the database knows all of them. */
const linksToTopics = (ctx: Context): Promise<Link[]> =>
  ctx.db.query(`
    select f.conrelid::regclass::text as "table", quote_ident(a.attname) as "column",
           (select string_agg(quote_ident(k.attname), ', ' order by k.attnum) from pg_attribute k
             where k.attrelid = f.conrelid and k.attnum = any(p.conkey) and k.attnum <> a.attnum) as subject
      from pg_constraint f
      join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
      join pg_constraint p on p.conrelid = f.conrelid and p.contype = 'p'
     where f.contype = 'f' and f.confrelid = 'topics'::regclass and f.conrelid <> 'topic_synonyms'::regclass
     order by 1`);

async function moveLinks(ctx: Context, { table, column, subject }: Link, topics: [string, string]): Promise<void> {
  await ctx.db.query(
    `update ${table} set ${column} = $2 where ${column} = $1 and (${subject}) not in (
       select ${subject} from ${table} where ${column} = $2)`,
    topics,
  );
  await ctx.db.query(`delete from ${table} where ${column} = $1`, topics.slice(0, 1));
}
