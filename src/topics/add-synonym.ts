import type { Context } from "../platform/context.ts";
import { conflict, limitReached } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { holdTopics } from "./hold-topics.ts";
import type { Topic } from "./topic.entity.ts";
import { findTopicCalled, topicCalled } from "./topic-called.ts";
import { type TopicName, topicName } from "./topic-name.ts";
import { SYNONYMS_MAX, TopicSynonym } from "./topic-synonym.entity.ts";

/**
 * Gives a topic another name: whoever writes or searches that means this topic from now on. For the operator.
 *
 * @throws NOT_FOUND, INVALID, LIMIT_REACHED above 20, CONFLICT if another topic is called so: merge the two
 */
export function addSynonym(ctx: Context, called: string, written: string): Promise<Topic> {
  return inTransaction(ctx, async (ctx) => {
    await holdTopics(ctx);
    const [topic, other] = [await topicCalled(ctx, called), topicName(written)];
    const known = await findTopicCalled(ctx, other.slug);
    if (known && known.id !== topic.id) throw conflict("name", `${other.name} is a name of the topic ${known.name}.`);
    if (!known) await insertSynonym(ctx, topic, other);
    return topic;
  });
}

/** @throws LIMIT_REACHED */
export async function insertSynonym(ctx: Context, { id: topicId }: Topic, { name, slug }: TopicName): Promise<void> {
  if ((await ctx.db.countBy(TopicSynonym, { topicId })) >= SYNONYMS_MAX) throw tooManySynonyms();
  await ctx.db.insert(TopicSynonym, { id: newId(), topicId, name, slug });
}

export const tooManySynonyms = () => limitReached("name", `A topic has at most ${SYNONYMS_MAX} other names.`);
