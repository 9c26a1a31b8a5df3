import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { GroupTopic } from "../../src/groups/group-topic.entity.ts";
import { newId } from "../../src/platform/ids.ts";
import { findOrMakeTopics } from "../../src/topics/find-or-make-topics.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import { TopicSynonym } from "../../src/topics/topic-synonym.entity.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, makeGroup, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";

let api: CastApi;
let typing: Topic;

beforeAll(async () => {
  api = await startWithCast();
  const db = api.dataSource;
  typing = await db.manager.save(Topic, { id: newId(), slug: "typescript", name: "TypeScript" });
  await db.manager.save(Topic, { id: newId(), slug: "typography", name: "Typography" });
  await db.manager.insert(TopicSynonym, { id: newId(), topicId: typing.id, slug: "ts", name: "TS" });
  const evening = await makeGroup(db, {
    name: "Zürich Design Evening",
    city: "Zürich",
    description: "We talk about type.",
  });
  const coders = await makeGroup(db, { name: "Coders of the Lake", description: "Design is welcome, too." });
  const secret = await makeGroup(db, { name: "Secret Design Society", visibility: GroupVisibility.PRIVATE });
  for (const { id: groupId } of [coders, secret]) await db.manager.insert(GroupTopic, { groupId, topicId: typing.id });
  await makeMeeting(db, { groupId: evening.id, title: "Grids & colours" });
  await makeMeeting(db, { groupId: coders.id, title: "50 % off café" });
  await makeMeeting(db, { groupId: secret.id, title: "Grids & secrets" });
});
afterAll(() => api.close());

const ask = async (query: string, variables: object): Promise<Anything> => {
  const { data, errors } = await api.as(null).graphql(query, { ...variables });
  expect(errors).toBeUndefined();
  return data;
};
const groups = async (query: string): Promise<string[]> => {
  const document = `query ($query: String!) {
    groups(filter: { query: $query }, orderBy: { field: RELEVANCE, direction: DESC }) { totalCount edges { node { name } } }
  }`;
  const { groups: found } = await ask(document, { query });
  expect(found.totalCount).toBe(found.edges.length);
  return found.edges.map(({ node }: { node: { name: string } }) => node.name);
};
const meetings = async (query: string): Promise<string[]> => {
  const document = "query ($query: String!) { meetings(filter: { query: $query }) { edges { node { title } } } }";
  return (await ask(document, { query })).meetings.edges.map(({ node }: { node: { title: string } }) => node.title);
};
const topics = async (query: string) => {
  const document = `query ($query: String!) {
    topics(filter: { query: $query }, orderBy: { field: RELEVANCE, direction: DESC }) {
      edges { node { name groupCount synonyms { name } } }
    }
  }`;
  return (await ask(document, { query })).topics.edges.map(({ node }: { node: object }) => node);
};

describe("groups by words", () => {
  test("have all of them somewhere; in the name counts more than in the description", async () => {
    expect(await groups("design")).toEqual(["Zürich Design Evening", "Coders of the Lake"]);
    expect(await groups("design lake")).toEqual(["Coders of the Lake"]);
    expect(await groups("design nowhere")).toEqual([]);
  });

  test("are found without accents, by the beginning of a word, and misspelt", async () => {
    for (const query of ["zurich", "ZÜRICH", "zür", "Zurihc evening", "desing evning"]) {
      expect([query, await groups(query)]).toEqual([query, ["Zürich Design Evening"]]);
    }
  });

  test("are found by their topics, and by other names of these", async () => {
    expect(await groups("typescript")).toEqual(["Coders of the Lake"]);
    expect(await groups("ts")).toEqual(["Coders of the Lake"]);
  });

  test("that are hidden are not found by any word, and no misspelling is judged by theirs", async () => {
    expect(await groups("secret")).toEqual([]);
    expect(await groups("society")).toEqual([]);
  });

  test("follow what changes at once: names, and names of topics", async () => {
    const { dataSource: db } = api;
    const group = await makeGroup(db, { name: "Before" });
    expect(await groups("before")).toEqual(["Before"]);
    await db.manager.update("groups", group.id, { name: "Afterwards" });
    expect(await groups("before")).toEqual([]);
    await db.manager.insert(GroupTopic, { groupId: group.id, topicId: typing.id });
    await db.manager.update(Topic, typing.id, { name: "Static typing" });
    expect((await groups("static")).sort()).toEqual(["Afterwards", "Coders of the Lake"]);
    await db.manager.update(Topic, typing.id, { name: "TypeScript" });
    await db.manager.delete(GroupTopic, { groupId: group.id });
    expect(await groups("typescript")).toEqual(["Coders of the Lake"]);
  });
});

describe("meetings by words", () => {
  test("are those of the groups that are found, and those with all of the words in their title", async () => {
    expect(await meetings("zurich")).toEqual(["Grids & colours"]);
    expect(await meetings("GRIDS")).toEqual(["Grids & colours"]);
    expect(await meetings("colours grids")).toEqual(["Grids & colours"]);
    expect(await meetings("grids nowhere")).toEqual([]);
    expect(await meetings("grids secrets")).toEqual([]);
  });

  test("are found by their titles without accents, by the beginning of a word, and misspelt", async () => {
    for (const query of ["cafe", "CAFÉ", "caf", "cafes", "50 cafe"]) {
      expect([query, await meetings(query)]).toEqual([query, ["50 % off café"]]);
    }
    for (const query of ["colors", "gridds", "colou"]) {
      expect([query, await meetings(query)]).toEqual([query, ["Grids & colours"]]);
    }
  });

  test("a number is no misspelling of another one, nor its beginning", async () => {
    expect(await meetings("50")).toEqual(["50 % off café"]);
    expect(await meetings("5")).toEqual([]);
    expect(await meetings("500")).toEqual([]);
  });

  test("follow their titles at once", async () => {
    const { dataSource: db } = api;
    await db.query("update meetings set title = 'Serifs' where title = '50 % off café'");
    expect(await meetings("cafe")).toEqual([]);
    expect(await meetings("serif")).toEqual(["Serifs"]);
    await db.query("update meetings set title = '50 % off café' where title = 'Serifs'");
    expect(await meetings("serif")).toEqual([]);
  });

  test("of many groups are found as those of few are, in order, page by page and counted", async () => {
    const { dataSource: db } = api;
    const groups = await Promise.all(
      Array.from({ length: 70 }, (_, at) => makeGroup(db, { name: `Kite flyers ${at}` })),
    );
    for (const [at, { id: groupId }] of groups.entries()) {
      const place = (at * 9) % 70;
      const startsAtLocal = `2026-06-1${Math.floor(place / 10)}T1${place % 10}:00:00`;
      await makeMeeting(db, { groupId, title: `Flight of ${at}`, startsAtLocal });
    }
    const walked: string[] = [];
    const document = `query ($after: String) { meetings(filter: { query: "kites" }, first: 30, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { title startsAt } } } }`;
    for (let after: string | null = null, isLast = false; !isLast; ) {
      const { meetings: found } = await ask(document, { after });
      expect(found.totalCount).toBe(70);
      walked.push(...found.edges.map(({ node }: { node: { startsAt: string } }) => node.startsAt));
      [after, isLast] = [found.pageInfo.endCursor, !found.pageInfo.hasNextPage];
    }
    expect(walked).toHaveLength(70);
    expect(walked).toEqual([...new Set(walked)].sort());
    // One of them only: the rarest word is looked up first.
    expect(await meetings("kite flyers 33")).toEqual(["Flight of 33"]);
  });
});

describe("topics by words", () => {
  test("for type-ahead, with their other names and the groups that one may know of", async () => {
    const [typescript, typography] = [
      { name: "TypeScript", groupCount: 1, synonyms: [{ name: "TS" }] },
      { name: "Typography", groupCount: 0, synonyms: [] },
    ];
    expect(await topics("ty")).toHaveLength(2);
    expect(await topics("ty")).toEqual(expect.arrayContaining([typescript, typography]));
    expect(await topics("typesc")).toEqual([typescript]);
    expect(await topics("ts")).toEqual([{ name: "TypeScript", groupCount: 1, synonyms: [{ name: "TS" }] }]);
    expect(await topics("typografy")).toEqual([{ name: "Typography", groupCount: 0, synonyms: [] }]);
  });

  test("an other name is the topic itself, for whoever names it", async () => {
    const { ctx } = testJobs(api.dataSource.manager);
    const found = await findOrMakeTopics(ctx, ["ts", "TypeScript", "Tea"]);
    expect(found.map(({ name }) => name)).toEqual(["TypeScript", "Tea"]);
  });
});

describe("what is refused before anything is read", () => {
  test.each([
    ["a query without a letter or a digit", "?!"],
    ["one of 101 characters", "a".repeat(101)],
    ["one of nine words", "a b c d e f g h i"],
    ["one with U+0000", "a\0b"],
  ])("%s", async (_what, query) => {
    for (const list of ["groups", "meetings", "topics"]) {
      const document = `query ($query: String!) { ${list}(filter: { query: $query }) { totalCount } }`;
      const { data, errors } = await api.as(null).graphql(document, { query });
      expect(data ?? null).toBeNull();
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    }
  });

  test("an order by relevance to nothing", async () => {
    const { errors } = await api
      .as(null)
      .graphql("{ groups(orderBy: { field: RELEVANCE, direction: DESC }) { totalCount } }");
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });
});
