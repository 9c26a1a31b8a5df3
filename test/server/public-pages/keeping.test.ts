import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { idOf, keyOf, makeGroup, makePerson } from "../../support/cast.ts";
import { act, makeMeeting } from "../../support/meetings.ts";
import { PagesHouse, readAddress } from "./pages.ts";

let house: PagesHouse;
let meeting: Awaited<ReturnType<typeof makeMeeting>>;
beforeAll(async () => {
  house = await PagesHouse.open();
  meeting = await makeMeeting(house.api.dataSource);
  await makeGroup(house.api.dataSource, { slug: "tidal-walkers", name: "Tidal Walkers" });
  await house.pages.settled();
});
afterAll(() => house.close());

const GROUP_PAGE = /* GraphQL */ `
  query GroupPage($slug: String!) {
    group(by: { slug: $slug }) {
      name description memberCount topics { name }
      nextMeeting { title startsAt goingCount hosts { person { profile { displayName } } } }
      meetings(first: 10, filter: { upcoming: true }) { edges { cursor node { id title status goingCount } } pageInfo { hasNextPage } totalCount }
    }
  }`;
const harbour = { slug: "harbour-breakfast" };
const walkers = { slug: "tidal-walkers" };
const MEETINGS = "{ meetings(first: 5) { edges { node { title group { name } } } } }";

/** Whether each of these pages is in memory, once all were read and something was done. */
async function keptOver(
  pages: Record<string, readonly [string, Record<string, unknown>]>,
  change: () => Promise<unknown>,
) {
  for (const [query, variables] of Object.values(pages)) await house.look(query, variables);
  await change();
  await house.pages.settled();
  const kept: Record<string, boolean> = {};
  for (const [name, [query, variables]] of Object.entries(pages)) {
    kept[name] = (await house.look(query, variables)).from === "memory";
  }
  return kept;
}

describe("a page that was read", () => {
  it("is in memory, and is the same to the letter", async () => {
    const first = await house.read(GROUP_PAGE, harbour);
    expect(first.body?.data).toMatchObject({ group: { name: "Harbour Breakfast", memberCount: 5 } });
    const before = house.api.server.statements.total;
    const second = await house.read(GROUP_PAGE, harbour);
    expect(house.api.server.statements.total).toBe(before);
    expect(second.text).toBe(first.text);
    const lasting = (headers: Headers) => [...headers].filter(([name]) => name !== "x-request-id" && name !== "date");
    expect(lasting(second.headers)).toEqual(lasting(first.headers));
    expect(first.text).not.toContain("~");
  });

  it("is found by POST as well, with what is left in the bucket", async () => {
    await house.api.graphql(GROUP_PAGE, harbour);
    const before = house.api.server.statements.total;
    const { data, extensions, headers } = await house.api.graphql(GROUP_PAGE, harbour);
    expect(house.api.server.statements.total).toBe(before);
    expect(data).toEqual((await house.read(GROUP_PAGE, harbour)).body?.data);
    expect(extensions?.["cost"]).toMatchObject({ requested: expect.any(Number), throttle: { limit: 10_000_000 } });
    expect([headers.get("cache-control"), headers.get("ratelimit-limit")]).toEqual(["no-store", "10000000"]);
  });

  it("is not mixed up with another of other variables, or another operation of the same document", async () => {
    const two = 'query A { topic(slug: "x") { id } } query B { groups(first: 1) { totalCount } }';
    const named = (operationName: string) =>
      readAddress(`${house.api.url}?${new URLSearchParams({ query: two, operationName }).toString()}`);
    for (const turn of [1, 2]) {
      expect((await named("A")).body?.data).toEqual({ topic: null });
      expect([turn, (await named("B")).body?.data]).toEqual([turn, { groups: { totalCount: 2 } }]);
      expect((await house.look(GROUP_PAGE, walkers)).data).toMatchObject({ group: { name: "Tidal Walkers" } });
    }
  });
});

describe("threat 14: nothing is kept", () => {
  const twice = async (query: string, headers: Record<string, string> = {}) => {
    const { store, counts } = house.pages;
    const before = [store.size, counts.hits];
    await house.read(query, {}, headers);
    await house.read(query, {}, headers);
    return [store.size, counts.hits].map((count, index) => count - (before[index] ?? 0));
  };

  it.each([
    ["an error", "{ groups(first: 0) { totalCount } }"],
    ["a document that is refused", "{ nothing }"],
    ["the schema", "{ __schema { description } groups(first: 3) { totalCount } }"],
    ["who is asking", "{ viewer { id } groups(first: 3) { totalCount } }"],
    ["what is left in the bucket", "{ rateLimit { remaining } groups(first: 3) { totalCount } }"],
    ["what TypeScript computes", `{ node(id: "${idOf("ada")}") { ... on Person { visibility { field } } } }`],
  ])("of %s", async (_what, query) => {
    expect(await twice(query)).toEqual([0, 0]);
  });

  it.each([
    ["a cookie", { cookie: "theme=dark", "apollo-require-preflight": "1" }],
    ["a credential that is none", { authorization: "Bearer none" }],
  ])("for a request with %s, nor is it answered from memory, nor told to be public", async (_what, headers) => {
    await house.read("{ groups(first: 4) { totalCount } }");
    expect(await twice("{ groups(first: 4) { totalCount } }", headers)).toEqual([0, 0]);
    expect(
      (await house.read("{ groups(first: 4) { totalCount } }", {}, headers)).headers.get("cache-control"),
    ).not.toContain("public");
  });

  it("for who is signed in", async () => {
    await house.api.graphql(GROUP_PAGE, harbour);
    const { hits } = house.pages.counts;
    const { data } = await house.api.as("ben").graphql<{ group: unknown }>(GROUP_PAGE, harbour);
    expect([data?.group !== undefined, house.pages.counts.hits]).toEqual([true, hits]);
  });

  it("of an act", async () => {
    const { size } = house.pages.store;
    await act(house.api, null, "updateMeeting", { meetingId: meeting.globalId, title: "x" }, "meeting { id }");
    expect(house.pages.store.size).toBe(size);
  });
});

describe("a page is given up when what is on it changes, and others are not", () => {
  const pages = {
    harbour: [GROUP_PAGE, harbour],
    walkers: [GROUP_PAGE, walkers],
    meetings: [MEETINGS, {}],
    meeting: [
      "query ($id: ID!) { node(id: $id) { ... on Meeting { title group { name } } } }",
      {
        get id() {
          return meeting.globalId;
        },
      },
    ],
    ada: [`{ node(id: "${idOf("ada")}") { ... on Person { profile { displayName } } } }`, {}],
  } as const;
  const untouched = { harbour: true, walkers: true, meetings: true, meeting: true, ada: true };

  it.each<[string, () => Promise<unknown>, Partial<typeof untouched>]>([
    [
      "a group's name",
      () =>
        act(
          house.api,
          "ada",
          "updateGroup",
          { groupId: idOf("harbourBreakfast"), name: "Harbour Breakfast" + "!" },
          "group { id }",
        ),
      { harbour: false, meetings: false, meeting: false },
    ],
    ["a profile", () => act(house.api, "ada", "updateProfile", { headline: "Rower" }, "person { id }"), { ada: false }],
    [
      "somebody else's profile",
      () => act(house.api, "cleo", "updateProfile", { headline: "Rower" }, "person { id }"),
      {},
    ],
    [
      "an answer",
      () => act(house.api, "ben", "rsvpGoing", { meetingId: meeting.globalId }, "rsvp { id }"),
      { harbour: false },
    ],
    [
      "a membership elsewhere",
      () => house.change("update memberships set role = 'HOST' where person_id = $1", [keyOf("finn")]),
      {},
    ],
    ["a new person", () => makePerson(house.api.dataSource, {}), {}],
    [
      "a new meeting of one",
      () => makeMeeting(house.api.dataSource, { startsAtLocal: "2026-06-03T07:00:00" }),
      { harbour: false, meetings: false, meeting: false },
    ],
    [
      "what only organisers see",
      () =>
        act(
          house.api,
          "ada",
          "inviteToGroup",
          { groupId: idOf("harbourBreakfast"), email: "new@example.org" },
          "invitation { id }",
        ),
      {},
    ],
  ])("%s", async (_what, change, given) => {
    expect(await keptOver(pages, change)).toEqual({ ...untouched, ...given });
  });

  it("a group that hides, in every list", async () => {
    await house.look(MEETINGS);
    await house.change("update groups set visibility = 'PRIVATE' where slug = 'harbour-breakfast'");
    expect((await house.look(GROUP_PAGE, harbour)).data).toEqual({ group: null });
    expect((await house.look(MEETINGS)).data).toEqual({ meetings: { edges: [] } });
    await house.change("update groups set visibility = 'PUBLIC' where slug = 'harbour-breakfast'");
    expect((await house.look(GROUP_PAGE, harbour)).data).toMatchObject({ group: {} });
    expect((await house.look(MEETINGS)).data).not.toEqual({ meetings: { edges: [] } });
  });

  it("a name that nobody had, once somebody has it", async () => {
    expect((await house.look(GROUP_PAGE, { slug: "newcomers" })).data).toEqual({ group: null });
    expect(await house.look(GROUP_PAGE, { slug: "newcomers" })).toEqual({ data: { group: null }, from: "memory" });
    await makeGroup(house.api.dataSource, { slug: "newcomers" });
    await house.pages.settled();
    expect((await house.look(GROUP_PAGE, { slug: "newcomers" })).data).toMatchObject({ group: { memberCount: 0 } });
  });

  it("a topic by another name of it, once that name is another's or nobody's", async () => {
    const topic = "query ($slug: String!) { topic(slug: $slug) { name } }";
    const royal = async () => house.look(topic, { slug: "royal-game" });
    expect((await royal()).data).toEqual({ topic: null });
    const named = `insert into topics (id, slug, name) values (md5('chess')::uuid, 'chess', 'Chess');
      insert into topic_synonyms values (md5('royal')::uuid, md5('chess')::uuid, 'royal-game', 'Royal game')`;
    await house.change(named);
    expect((await royal()).data).toEqual({ topic: { name: "Chess" } });
    expect(await royal()).toEqual({ data: { topic: { name: "Chess" } }, from: "memory" });
    await house.change("delete from topic_synonyms where slug = 'royal-game'");
    expect((await royal()).data).toEqual({ topic: null });
  });

  it("a change of too many rows to be told, of every page with that table", async () => {
    const kept = await keptOver(pages, () => house.api.dataSource.query("truncate person_topics"));
    expect(kept).toEqual(untouched);
    const topics = '{ group(by: { slug: "tidal-walkers" }) { topics { name } } }';
    expect(
      await keptOver({ topics: [topics, {}], ada: pages.ada }, () =>
        house.api.dataSource.query(
          "insert into topics (id, slug, name) select gen_random_uuid(), 'bulk-' || n, 'B' from generate_series(1, 1001) n",
        ),
      ),
    ).toEqual({ topics: false, ada: true });
  });
});

describe("time", () => {
  const TIMES = `query ($id: ID!) { node(id: $id) { ... on Meeting { hasStarted hasEnded } } }`;
  const OTHER = "{ groups(first: 2) { edges { node { name } } } }";
  let later: Awaited<ReturnType<typeof makeMeeting>>;
  beforeEach(async () => {
    // Twenty seconds from now, whatever the tests before did to the clock.
    const start = new Date(house.clock.now().getTime() + 20_000).toISOString().slice(0, 19);
    later = await makeMeeting(house.api.dataSource, { startsAtLocal: start, timeZone: "UTC", durationMinutes: 1 });
    await house.pages.settled();
  });

  it("ends a page at the moment when it changes what is on it, and no other", async () => {
    const times = { id: later.globalId };
    expect((await house.look(TIMES, times)).data).toEqual({ node: { hasStarted: false, hasEnded: false } });
    await house.look(OTHER);
    house.clock.pass(19);
    expect((await house.look(TIMES, times)).from).toBe("memory");
    house.clock.pass(1);
    expect((await house.look(TIMES, times)).data).toEqual({ node: { hasStarted: true, hasEnded: false } });
    expect((await house.look(OTHER)).from).toBe("memory");
    house.clock.pass(59);
    expect((await house.look(TIMES, times)).from).toBe("memory");
    house.clock.pass(1);
    expect((await house.look(TIMES, times)).data).toEqual({ node: { hasStarted: true, hasEnded: true } });
  });

  it("ends every page after the stated age, though nothing changed", async () => {
    await house.look(OTHER);
    house.clock.pass(59);
    expect((await house.look(OTHER)).from).toBe("memory");
    house.clock.pass(1);
    const { misses } = house.pages.counts;
    expect((await house.look(OTHER)).from).toBe("database");
    expect(house.pages.counts.misses).toBe(misses + 1);
  });
});
