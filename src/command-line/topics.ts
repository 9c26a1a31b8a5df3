import type { Command } from "commander";
import type { Context } from "../platform/context.ts";
import { inTransaction } from "../platform/transaction.ts";
import { addSynonym } from "../topics/add-synonym.ts";
import { findOrMakeTopics } from "../topics/find-or-make-topics.ts";
import { mergeTopics } from "../topics/merge-topics.ts";
import { removeSynonym } from "../topics/remove-synonym.ts";
import { renameTopic } from "../topics/rename-topic.ts";
import type { Topic } from "../topics/topic.entity.ts";
import { topicCalled } from "../topics/topic-called.ts";
import { operate } from "./operate.ts";
import { print } from "./output.ts";

/** `wellmet topics`: what subjects are called, so that one subject has one name. Each prints the topics that it leaves. */
export function addTopics(program: Command): void {
  const topics = program.command("topics").description("subjects of groups and people, and what they are called");
  topics
    .command("list")
    .description("print all topics: slug, name, groups, people and other names, separated by tabs")
    .action(() => operate(({ ctx }) => printTopics(ctx)));
  topics
    .command("add")
    .description("make a topic, before anybody names it")
    .argument("<name>")
    .action((name: string) => change(async (ctx) => (await findOrMakeTopics(ctx, [name], "name"))[0]));
  topics
    .command("rename")
    .description("call a topic otherwise; its former name goes on meaning it")
    .argument("<topic>", "its slug, or any of its names")
    .argument("<name>", "its new name")
    .action((topic: string, name: string) => change((ctx) => renameTopic(ctx, topic, name)));
  topics
    .command("merge")
    .description("make one topic of two, for good; the names of the first go on meaning the second")
    .argument("<topic>", "the one that goes")
    .requiredOption("--into <topic>", "the one that stays")
    .action((topic: string, { into }: { into: string }) => change((ctx) => mergeTopics(ctx, topic, into)));
  topics
    .command("synonyms")
    .description("give a topic other names, or take them from it; without options, print them")
    .argument("<topic>", "its slug, or any of its names")
    .option("--add <names...>", "whoever writes one of these means the topic")
    .option("--remove <names...>", "whoever writes one of these makes a topic of that name")
    .action((topic: string, names: Names) => change((ctx) => changeSynonyms(ctx, topic, names)));
}

interface Names {
  readonly add?: string[];
  readonly remove?: string[];
}

async function changeSynonyms(ctx: Context, called: string, { add = [], remove = [] }: Names): Promise<Topic> {
  for (const name of remove) await removeSynonym(ctx, called, name);
  for (const name of add) await addSynonym(ctx, called, name);
  return topicCalled(ctx, called);
}

/** All of what one call says, or nothing. */
const change = (work: (ctx: Context) => Promise<Topic | undefined>): Promise<void> =>
  operate(async ({ ctx }) => {
    const topic = await inTransaction(ctx, work);
    if (topic) await printTopics(ctx, topic.id);
  });

/** One topic, or all; groups of every visibility count, as the operator sees them all. */
async function printTopics(ctx: Context, id: string | null = null): Promise<void> {
  const rows = await ctx.db.query<Record<"slug" | "name" | "groups" | "people" | "others", string>[]>(
    `select t.slug, t.name, coalesce(g.count, 0) as groups, coalesce(p.count, 0) as people, coalesce(s.names, '') as others
       from topics t
       left join (select topic_id, count(*) from group_topics group by topic_id) g on g.topic_id = t.id
       left join (select topic_id, count(*) from person_topics group by topic_id) p on p.topic_id = t.id
       left join (select topic_id, string_agg(name, ', ' order by slug collate "C") as names
                    from topic_synonyms group by topic_id) s on s.topic_id = t.id
      where $1::uuid is null or t.id = $1 order by t.name collate "C", t.id`,
    [id],
  );
  for (const { slug, name, groups, people, others } of rows) print([slug, name, groups, people, others].join("\t"));
}
