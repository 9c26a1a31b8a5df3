import type { Context } from "../platform/context.ts";

/**
 * Lets one operator at a time change what topics are called, and nobody make a topic meanwhile, until the end of the
 * transaction. Everybody goes on reading.
 */
export async function holdTopics(ctx: Context): Promise<void> {
  await ctx.db.query("lock table topics, topic_synonyms in share row exclusive mode");
}
