import { afterAll, beforeAll, describe, expect, it, test } from "@jest/globals";
import type { Context } from "../../src/platform/context.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { findOrMakeTopics } from "../../src/topics/find-or-make-topics.ts";
import { TOPIC_NAME_LENGTH_MAX, TOPICS_MAX, Topic } from "../../src/topics/topic.entity.ts";
import { topicSlug } from "../../src/topics/topic-slug.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { testJobs } from "../support/jobs.ts";

const RACERS = 20;

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await openTestDatabase({ poolSize: RACERS });
  ctx = testJobs(database.dataSource.manager).ctx;
});
afterAll(() => database.drop());

describe("the slug of a topic", () => {
  it.each([
    ["Food & Drink", "food-and-drink"],
    ["  Crème   brûlée ", "creme-brulee"],
    ["ＩＴ Security", "it-security"],
    ["C++", "c-plus-plus"],
    ["C#", "c-sharp"],
    ["C", "c"],
    [".NET", "dot-net"],
    ["Node.js", "node-js"],
    ["--- Sales ---", "sales"],
    ["日本語", "日本語"],
    ["किताब", "किताब"],
    ["🎲", ""],
  ])("of %s is %s", (name, slug) => {
    expect(topicSlug(name)).toBe(slug);
  });
});

test("names become topics in their order, spellings of one topic are one, and the first spelling stays", async () => {
  const topics = await findOrMakeTopics(ctx, ["Sailing", "Book keeping", "SAILING", "book-keeping", "Art"]);
  expect(topics.map(({ name, slug }) => [name, slug])).toEqual([
    ["Sailing", "sailing"],
    ["Book keeping", "book-keeping"],
    ["Art", "art"],
  ]);
  const again = await findOrMakeTopics(ctx, ["art", "sailing"]);
  expect(again.map(({ name }) => name)).toEqual(["Art", "Sailing"]);
  expect(again.map(({ id }) => id)).toEqual([topics[2]?.id, topics[0]?.id]);
});

test("no names are no topics", async () => {
  expect(await findOrMakeTopics(ctx, [])).toEqual([]);
});

test("each name that is none is a fault with its place, and nothing is made", async () => {
  const before = await ctx.db.count(Topic);
  const names = [
    "Fine",
    "",
    "x".repeat(TOPIC_NAME_LENGTH_MAX + 1),
    "🎲",
    "two\nlines",
    "x".repeat(TOPIC_NAME_LENGTH_MAX),
  ];
  await expect(findOrMakeTopics(ctx, names)).rejects.toMatchObject({
    faults: [1, 2, 3, 4].map((index) => ({ code: "INVALID", path: ["input", "topics", String(index)] })),
  });
  expect(await ctx.db.count(Topic)).toBe(before);
});

test("twenty topics are enough", async () => {
  const names = Array.from({ length: TOPICS_MAX }, (_, number) => `Subject ${number}`);
  expect(await findOrMakeTopics(ctx, [...names, "SUBJECT 3"])).toHaveLength(TOPICS_MAX);
  await expect(findOrMakeTopics(ctx, [...names, "One more"])).rejects.toMatchObject({
    faults: [{ code: "LIMIT_REACHED", path: ["input", "topics"] }],
  });
});

test("many who name the same new topics in the same moment, in any order, get the same rows", async () => {
  const names = Array.from({ length: 10 }, (_, number) => `Race ${number}`);
  const found = await Promise.all(
    Array.from({ length: RACERS }, (_, racer) =>
      inTransaction(ctx, (ctx) => findOrMakeTopics(ctx, racer % 2 === 0 ? names : names.toReversed())),
    ),
  );
  const ids = found.map((topics) => topics.map(({ id }) => id).sort());
  expect(new Set(ids.map(String)).size).toBe(1);
  expect(ids[0]).toHaveLength(names.length);
});
