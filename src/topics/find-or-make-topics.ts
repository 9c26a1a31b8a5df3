import { In } from "typeorm";
import type { Context } from "../platform/context.ts";
import { DomainError, type Fault } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { isLine, tidyLine } from "../platform/plain-text.ts";
import { TOPIC_NAME_LENGTH_MAX, TOPICS_MAX, Topic } from "./topic.entity.ts";
import { topicSlug } from "./topic-slug.ts";

/**
 * The topics that these names mean, those that are new made on the way; in the order given, each once. The first
 * spelling of a topic stays its name. Several people may name the same new topic in the same moment: the unique
 * slug decides, and each gets the same row.
 *
 * @param field input field that the names came in, for the path of a fault
 * @throws INVALID for each name that is none, LIMIT_REACHED above 20 topics
 */
export async function findOrMakeTopics(ctx: Context, names: readonly string[], field = "topics"): Promise<Topic[]> {
  const faults = names.flatMap((name, index) => faultOf(name, [field, String(index)]));
  if (faults.length > 0) throw new DomainError(faults);

  const bySlug = new Map(names.toReversed().map((name) => [topicSlug(name), tidyLine(name)]));
  if (bySlug.size > TOPICS_MAX) throw new DomainError([tooMany(field)]);
  if (bySlug.size === 0) return [];

  await makeMissing(ctx, bySlug);
  const topics = await ctx.db.findBy(Topic, { slug: In([...bySlug.keys()]) });
  const order = names.map(topicSlug);
  return topics.sort((one, other) => order.indexOf(one.slug) - order.indexOf(other.slug));
}

async function makeMissing(ctx: Context, nameBySlug: ReadonlyMap<string, string>): Promise<void> {
  // In one order for everybody: two that insert the same slugs in different orders would wait for each other.
  const rows = [...nameBySlug].map(([slug, name]) => ({ id: newId(), slug, name }));
  rows.sort((one, other) => (one.slug < other.slug ? -1 : 1));
  await ctx.db.createQueryBuilder().insert().into(Topic).values(rows).orIgnore().execute();
}

function faultOf(name: string, path: readonly string[]): Fault[] {
  const at = { code: "INVALID", path: ["input", ...path] } as const;
  if (!isLine(name, TOPIC_NAME_LENGTH_MAX)) {
    return [{ ...at, message: `A topic is one line of 1 to ${TOPIC_NAME_LENGTH_MAX} characters.` }];
  }
  return topicSlug(name) === "" ? [{ ...at, message: "A topic needs a letter or a digit." }] : [];
}

const tooMany = (field: string): Fault => ({
  code: "LIMIT_REACHED",
  message: `At most ${TOPICS_MAX} topics.`,
  path: ["input", field],
});
