import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { inTransaction } from "../platform/transaction.ts";
import { insertSynonym } from "./add-synonym.ts";
import { holdTopics } from "./hold-topics.ts";
import { Topic } from "./topic.entity.ts";
import { findTopicCalled, topicCalled } from "./topic-called.ts";
import { topicName } from "./topic-name.ts";
import { TopicSynonym } from "./topic-synonym.entity.ts";

/**
 * Calls a topic otherwise. Its former name goes on meaning it, as another name. For the operator.
 *
 * @throws NOT_FOUND, INVALID, LIMIT_REACHED above 20 other names, CONFLICT if another topic is called so: merge the two
 */
export function renameTopic(ctx: Context, called: string, written: string): Promise<Topic> {
  return inTransaction(ctx, async (ctx) => {
    await holdTopics(ctx);
    const [topic, { name, slug }] = [await topicCalled(ctx, called), topicName(written)];
    const known = await findTopicCalled(ctx, slug);
    if (known && known.id !== topic.id) throw conflict("name", `${name} is a name of the topic ${known.name}.`);
    if (slug !== topic.slug) {
      await ctx.db.delete(TopicSynonym, { topicId: topic.id, slug });
      await insertSynonym(ctx, topic, topic);
    }
    await ctx.db.update(Topic, { id: topic.id }, { name, slug });
    return { ...topic, name, slug };
  });
}
