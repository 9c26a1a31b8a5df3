import type { Context } from "../platform/context.ts";
import { findOrMakeTopics } from "../topics/find-or-make-topics.ts";
import { PersonTopic } from "./person-topic.entity.ts";

/**
 * Makes these the topics of a person, whose row the caller holds: undefined leaves them, null clears them.
 * Answers whether anything changed.
 */
export async function changeTopics(
  ctx: Context,
  personId: string,
  names: readonly string[] | null | undefined,
): Promise<boolean> {
  if (names === undefined) return false;
  const wanted = new Set((await findOrMakeTopics(ctx, names ?? [])).map((topic) => topic.id));
  const had = new Set((await ctx.db.findBy(PersonTopic, { personId })).map((link) => link.topicId));
  const added = [...wanted].filter((topicId) => !had.has(topicId));
  const removed = [...had].filter((topicId) => !wanted.has(topicId));

  if (removed.length > 0)
    await ctx.db.delete(
      PersonTopic,
      removed.map((topicId) => ({ personId, topicId })),
    );
  if (added.length > 0)
    await ctx.db.insert(
      PersonTopic,
      added.map((topicId) => ({ personId, topicId })),
    );
  return added.length + removed.length > 0;
}
