import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { inTransaction } from "../platform/transaction.ts";
import { holdTopics } from "./hold-topics.ts";
import type { Topic } from "./topic.entity.ts";
import { topicCalled } from "./topic-called.ts";
import { topicSlug } from "./topic-slug.ts";
import { TopicSynonym } from "./topic-synonym.entity.ts";

/**
 * Takes another name from a topic: whoever writes it makes a topic of that name. For the operator.
 *
 * @throws NOT_FOUND
 */
export function removeSynonym(ctx: Context, called: string, name: string): Promise<Topic> {
  return inTransaction(ctx, async (ctx) => {
    await holdTopics(ctx);
    const topic = await topicCalled(ctx, called);
    const { affected } = await ctx.db.delete(TopicSynonym, { topicId: topic.id, slug: topicSlug(name) });
    if (!affected) throw notFound("name", `${name} is no other name of ${topic.name}.`);
    return topic;
  });
}
