import { In } from "typeorm";
import type { Context } from "../platform/context.ts";
import { DomainError, type Fault } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { tidyLine } from "../platform/plain-text.ts";
import { TOPICS_MAX, Topic } from "./topic.entity.ts";
import { topicNameFault } from "./topic-name.ts";
import { topicSlug } from "./topic-slug.ts";

/**
 * The topics that these names mean, or other names of them; those that are new made on the way; in the order given, each once. The first
 * spelling of a topic stays its name. Several people may name the same new topic in the same moment: the unique
 * slug decides, and each gets the same row.
 *
 * @param field input field that the names came in, for the path of a fault
 * @throws INVALID for each name that is none, LIMIT_REACHED above 20 topics
 */
export async function findOrMakeTopics(ctx: Context, names: readonly string[], field = "topics"): Promise<Topic[]> {
  const faults = names.flatMap((name, index) => faultOf(name, [field, String(index)]));
  if (faults.length > 0) throw new DomainError(faults);

  const meant = await meaningsOf(ctx, names);
  const slugOf = (name: string): string => meant.get(topicSlug(name)) ?? topicSlug(name);
  const bySlug = new Map(names.toReversed().map((name) => [slugOf(name), tidyLine(name)]));
  if (bySlug.size > TOPICS_MAX) throw new DomainError([tooMany(field)]);
  if (bySlug.size === 0) return [];

  await makeMissing(ctx, bySlug);
  const topics = await ctx.db.findBy(Topic, { slug: In([...bySlug.keys()]) });
  const order = names.map(slugOf);
  return topics.sort((one, other) => order.indexOf(one.slug) - order.indexOf(other.slug));
}

/** The slugs of the topics that other names of them mean. */
async function meaningsOf(ctx: Context, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const synonyms: { slug: string; topic: string }[] = await ctx.db.query(
    "select s.slug, t.slug as topic from topic_synonyms s join topics t on t.id = s.topic_id where s.slug = any($1)",
    [names.map(topicSlug)],
  );
  return new Map(synonyms.map(({ slug, topic }) => [slug, topic]));
}

async function makeMissing(ctx: Context, nameBySlug: ReadonlyMap<string, string>): Promise<void> {
  // In one order for everybody: two that insert the same slugs in different orders would wait for each other.
  const rows = [...nameBySlug].map(([slug, name]) => ({ id: newId(), slug, name }));
  rows.sort((one, other) => (one.slug < other.slug ? -1 : 1));
  await ctx.db.createQueryBuilder().insert().into(Topic).values(rows).orIgnore().execute();
}

function faultOf(name: string, path: readonly string[]): Fault[] {
  const message = topicNameFault(name);
  return message === null ? [] : [{ code: "INVALID", path: ["input", ...path], message }];
}

const tooMany = (field: string): Fault => ({
  code: "LIMIT_REACHED",
  message: `At most ${TOPICS_MAX} topics.`,
  path: ["input", field],
});
