import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { Topic } from "./topic.entity.ts";
import { topicSlug } from "./topic-slug.ts";
import { TopicSynonym } from "./topic-synonym.entity.ts";

/** The topic of this name, in any spelling, or of this other name; null if there is none. */
export async function findTopicCalled(ctx: Context, name: string): Promise<Topic | null> {
  const slug = topicSlug(name);
  const topic = await ctx.db.findOneBy(Topic, { slug });
  if (topic) return topic;
  const synonym = await ctx.db.findOneBy(TopicSynonym, { slug });
  return synonym && ctx.db.findOneBy(Topic, { id: synonym.topicId });
}

/** @throws NOT_FOUND */
export async function topicCalled(ctx: Context, name: string): Promise<Topic> {
  const topic = await findTopicCalled(ctx, name);
  if (!topic) throw notFound("topic", `There is no topic ${name}.`);
  return topic;
}
