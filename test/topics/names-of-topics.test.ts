import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { GroupTopic } from "../../src/groups/group-topic.entity.ts";
import { PersonTopic } from "../../src/people/person-topic.entity.ts";
import type { Context } from "../../src/platform/context.ts";
import { addSynonym } from "../../src/topics/add-synonym.ts";
import { findOrMakeTopics } from "../../src/topics/find-or-make-topics.ts";
import { mergeTopics } from "../../src/topics/merge-topics.ts";
import { removeSynonym } from "../../src/topics/remove-synonym.ts";
import { renameTopic } from "../../src/topics/rename-topic.ts";
import type { Topic } from "../../src/topics/topic.entity.ts";
import { SYNONYMS_MAX, TopicSynonym } from "../../src/topics/topic-synonym.entity.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, keyOf, makeGroup, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";

let api: CastApi;
let ctx: Context;
let chess: Topic;
let draughts: Topic;
beforeAll(async () => {
  api = await startWithCast();
  ctx = testJobs(api.dataSource.manager).ctx;
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const table of ["group_topics", "person_topics", "topic_synonyms", "topics"]) {
    await api.dataSource.query(`delete from ${table}`);
  }
  [chess, draughts] = (await findOrMakeTopics(ctx, ["Chess", "Draughts"])) as [Topic, Topic];
});

const otherNames = async (topic: Topic): Promise<string[]> => {
  const synonyms = await ctx.db.find(TopicSynonym, { where: { topicId: topic.id }, order: { slug: "ASC" } });
  return synonyms.map(({ name }) => name);
};
const meant = async (name: string): Promise<string | undefined> => (await findOrMakeTopics(ctx, [name]))[0]?.id;
/** Names of what type-ahead offers. */
const offered = async (query: string): Promise<string[]> => {
  const { data, errors } = await api.as(null).graphql(
    `query ($query: String!) { topics(filter: { query: $query }, orderBy: { field: RELEVANCE, direction: DESC }) {
       edges { node { name groupCount } } } }`,
    { query },
  );
  expect(errors).toBeUndefined();
  const { topics } = data as Anything;
  return topics.edges.map(({ node }: Anything) => `${node.name} ${node.groupCount}`);
};
const bySlug = async (slug: string) =>
  (await api.as(null).graphql("query ($slug: String!) { topic(slug: $slug) { name } }", { slug })).data;

describe("another name of a topic", () => {
  test("means it from then on, in type-ahead, and for whoever writes it", async () => {
    expect(await offered("royal ga")).toEqual([]);
    await addSynonym(ctx, "chess", "The Royal Game");
    expect(await offered("royal ga")).toEqual(["Chess 0"]);
    expect(await offered("rooyal")).toEqual(["Chess 0"]);
    expect(await meant("the ROYAL game")).toBe(chess.id);
    await addSynonym(ctx, "The royal game", "the royal game");
    expect(await otherNames(chess)).toEqual(["The Royal Game"]);
    expect(await bySlug("the-royal-game")).toEqual({ topic: { name: "Chess" } });
    expect(await bySlug("The Royal Game")).toEqual({ topic: null });
  });

  test("is one topic's alone, and no topic's own name", async () => {
    await addSynonym(ctx, "chess", "Board games");
    await expect(addSynonym(ctx, "draughts", "Board games")).rejects.toThrow(
      "Board games is a name of the topic Chess.",
    );
    await expect(addSynonym(ctx, "draughts", "Chess")).rejects.toThrow("Chess is a name of the topic Chess.");
    await expect(addSynonym(ctx, "draughts", "!")).rejects.toThrow("A topic needs a letter or a digit.");
    await expect(addSynonym(ctx, "halma", "Board")).rejects.toThrow("There is no topic halma.");
  });

  test("can be taken from it, and is a topic of its own for whoever writes it next", async () => {
    await addSynonym(ctx, "chess", "Board games");
    await expect(removeSynonym(ctx, "draughts", "Board games")).rejects.toThrow(
      "Board games is no other name of Draughts.",
    );
    await removeSynonym(ctx, "chess", "board GAMES");
    expect(await offered("board")).toEqual([]);
    expect(await bySlug("board-games")).toEqual({ topic: null });
    expect(await meant("Board games")).not.toBe(chess.id);
  });

  test("is one of twenty at most", async () => {
    for (let at = 0; at < SYNONYMS_MAX; at++) await addSynonym(ctx, "chess", `Chess of kind ${at}`);
    await expect(addSynonym(ctx, "chess", "Chess of one kind more")).rejects.toThrow(
      "A topic has at most 20 other names.",
    );
    await expect(renameTopic(ctx, "chess", "Shatranj")).rejects.toThrow("A topic has at most 20 other names.");
    await expect(mergeTopics(ctx, "draughts", "chess")).rejects.toThrow("A topic has at most 20 other names.");
    expect(await offered("draughts")).toEqual(["Draughts 0"]);
  });
});

describe("a topic that is called otherwise", () => {
  test("is found by both names, and stays itself", async () => {
    expect(await renameTopic(ctx, "chess", "Schach")).toMatchObject({ id: chess.id, slug: "schach", name: "Schach" });
    expect(await offered("chess")).toEqual(["Schach 0"]);
    for (const slug of ["schach", "chess"]) expect(await bySlug(slug)).toEqual({ topic: { name: "Schach" } });
    expect(await meant("Chess")).toBe(chess.id);
    await renameTopic(ctx, "chess", "CHESS");
    expect(await otherNames(chess)).toEqual(["Schach"]);
    expect(await bySlug("chess")).toEqual({ topic: { name: "CHESS" } });
  });

  test("takes no other topic's name", async () => {
    await expect(renameTopic(ctx, "chess", "draughts")).rejects.toThrow("draughts is a name of the topic Draughts.");
    expect(await bySlug("chess")).toEqual({ topic: { name: "Chess" } });
  });
});

describe("two topics that are one", () => {
  test("have each group and person once, and are found by all their names", async () => {
    const [both, one] = [
      await makeGroup(api.dataSource, { name: "Both" }),
      await makeGroup(api.dataSource, { name: "One" }),
    ];
    await ctx.db.insert(GroupTopic, [
      { groupId: both.id, topicId: chess.id },
      { groupId: both.id, topicId: draughts.id },
      { groupId: one.id, topicId: draughts.id },
    ]);
    await ctx.db.insert(PersonTopic, { personId: keyOf("ada"), topicId: draughts.id });
    await addSynonym(ctx, "draughts", "Checkers");
    await mergeTopics(ctx, "checkers", "chess");
    expect(await otherNames(chess)).toEqual(["Checkers", "Draughts"]);
    for (const query of ["chess", "draughts", "check"])
      expect([query, await offered(query)]).toEqual([query, ["Chess 2"]]);
    expect(await ctx.db.find(PersonTopic)).toEqual([{ personId: keyOf("ada"), topicId: chess.id }]);
    expect(await ctx.db.countBy(GroupTopic, { topicId: chess.id })).toBe(2);
    await expect(mergeTopics(ctx, "draughts", "chess")).rejects.toThrow("draughts and chess are one topic already.");
  });

  test("move every table that says what something is about", async () => {
    const tables = await api.dataSource.query(
      `select conrelid::regclass::text as name from pg_constraint
        where contype = 'f' and confrelid = 'topics'::regclass order by 1`,
    );
    const names = (tables as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(["ask_topics", "group_topics", "offer_topics", "person_topics", "topic_synonyms"]);
    const keys = await api.dataSource.query(
      `select count(*)::integer as keys from pg_constraint where contype = 'p' and cardinality(conkey) = 2
          and conrelid::regclass::text = any($1)`,
      [names],
    );
    expect(keys).toEqual([{ keys: 4 }]);
  });
});
