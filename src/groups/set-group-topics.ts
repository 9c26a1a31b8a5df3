import type { Context } from "../platform/context.ts";
import { findOrMakeTopics } from "../topics/find-or-make-topics.ts";
import { GroupTopic } from "./group-topic.entity.ts";

/**
 * Makes these the topics of a group, by name; new ones come into being on the way.
 *
 * @throws INVALID for a name that is none, LIMIT_REACHED above 20
 */
export async function setGroupTopics(ctx: Context, groupId: string, names: readonly string[]): Promise<void> {
  const topics = await findOrMakeTopics(ctx, names, "topics");
  await ctx.db.delete(GroupTopic, { groupId });
  if (topics.length > 0) {
    await ctx.db.insert(
      GroupTopic,
      topics.map((topic) => ({ groupId, topicId: topic.id })),
    );
  }
}
