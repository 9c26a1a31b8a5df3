import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GROUPS_FOUNDED_PER_DAY } from "../../src/groups/create-group.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, keyOf, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { TEST_NOW } from "../support/start-api.ts";

const clock = new StillClock(TEST_NOW.toISOString());
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

const create = (who: string | null, input: object, selection = "group { id slug name }") =>
  act(api, who, "createGroup", { timeZone: "Europe/London", ...input }, selection);

describe("createGroup", () => {
  test("makes whoever is signed in the owner of a new group", async () => {
    const { payload, codes } = await create(
      "cleo",
      {
        name: "  Riverside   Runners ",
        description: "We run.\r\nThen we talk.",
        city: "Bristol",
        country: "gb",
        coordinates: { latitude: 51.45, longitude: -2.59 },
        languages: ["en-gb", "en-GB"],
        topics: ["Running", "Food & Drink"],
        visibility: "UNLISTED",
        joinMode: "REQUEST",
        websiteUrl: "https://runners.example/",
      },
      `group {
        slug name description city country coordinates { latitude longitude } languages timeZone visibility joinMode expectedRule
        attendeeListAudience websiteUrl version archivedAt memberCount topics { name }
        viewerMembership { role status joinedAt }
        viewerCanUpdate viewerCanArchive
      }`,
    );
    expect(codes).toEqual([]);
    expect(payload?.["group"]).toEqual({
      slug: "riverside-runners",
      name: "Riverside Runners",
      description: "We run.\nThen we talk.",
      city: "Bristol",
      country: "GB",
      coordinates: { latitude: 51.45, longitude: -2.59 },
      languages: ["en-GB"],
      timeZone: "Europe/London",
      visibility: "UNLISTED",
      joinMode: "REQUEST",
      expectedRule: "MEMBERS",
      attendeeListAudience: "MEMBERS",
      websiteUrl: "https://runners.example/",
      version: 1,
      archivedAt: null,
      memberCount: 1,
      topics: [{ name: "Food & Drink" }, { name: "Running" }],
      viewerMembership: { role: "OWNER", status: "ACTIVE", joinedAt: "2026-06-01T09:00:00.000Z" },
      viewerCanUpdate: true,
      viewerCanArchive: true,
    });
  });

  test("is for whoever is signed in, and nobody else", async () => {
    expect((await create(null, { name: "Nobody's" })).codes).toEqual(["UNAUTHENTICATED"]);
  });

  test.each([
    ["a blank name", { name: "   " }, ["input", "name"]],
    ["a name that is too long", { name: "x".repeat(121) }, ["input", "name"]],
    ["a name of two lines", { name: "Two\nlines" }, ["input", "name"]],
    ["a slug with capitals and blanks", { name: "Fine", slug: "Not Fine" }, ["input", "slug"]],
    ["a short slug", { name: "Fine", slug: "ab" }, ["input", "slug"]],
    ["a slug with two hyphens together", { name: "Fine", slug: "two--hyphens" }, ["input", "slug"]],
    ["a reserved slug", { name: "Fine", slug: "graphql" }, ["input", "slug"]],
    ["a website that is no web address", { name: "Fine", websiteUrl: "javascript:alert(1)" }, ["input", "websiteUrl"]],
    [
      "a latitude beyond the pole",
      { name: "Fine", coordinates: { latitude: 91, longitude: 0 } },
      ["input", "coordinates", "latitude"],
    ],
    ["a description that is too long", { name: "Fine", description: "x".repeat(10_001) }, ["input", "description"]],
    [
      "eleven languages",
      { name: "Fine", languages: "de en fr it es pt nl sv da fi pl".split(" ") },
      ["input", "languages"],
    ],
    ["a blank topic", { name: "Fine", topics: ["good", " "] }, ["input", "topics", "1"]],
  ])("refuses %s and stores nothing", async (_what, input, path) => {
    const count = "select count(*)::int as n from groups";
    const [before] = await api.dataSource.query(count);
    const { payload, codes } = await create("cleo", input);
    expect(codes).toEqual(["INVALID"]);
    expect(payload?.errors[0]?.path).toEqual(path);
    expect(await api.dataSource.query(count)).toEqual([before]);
  });

  test("answers a slug that another group has with DUPLICATE, in so many words", async () => {
    const { payload, codes } = await create("cleo", { name: "Mine", slug: "harbour-breakfast" });
    expect(codes).toEqual(["DUPLICATE"]);
    expect(payload?.errors[0]).toMatchObject({ __typename: "ConflictError", path: ["input", "slug"] });
  });

  test("finds a slug of its own for each of ten groups of one name that are founded at once", async () => {
    const founded = await Promise.all(Array.from({ length: 10 }, () => create("kit", { name: "Café Société" })));
    expect(founded.flatMap(({ codes }) => codes)).toEqual([]);
    const slugs = founded.map(({ payload }) => payload?.["group"].slug as string);
    expect(new Set(slugs).size).toBe(10);
    expect(slugs).toContain("cafe-societe");
    expect(slugs).toContain("cafe-societe-10");
  });

  test("makes a slug for a name without a Latin letter, and for one that is reserved", async () => {
    expect((await create("cleo", { name: "東京の朝食会" })).payload?.["group"].slug).toMatch(/^group-\d+$/);
    expect((await create("cleo", { name: "Metrics" })).payload?.["group"].slug).toBe("metrics-2");
  });

  test("has one effect for one key, though five calls come at once; another input is refused", async () => {
    const input = { name: "Once Only", idempotencyKey: "key-1" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => create("cleo", input)));
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    expect(new Set(answers.map(({ payload }) => payload?.["group"].id)).size).toBe(1);
    const [{ n }] = await api.dataSource.query("select count(*)::int as n from groups where name = 'Once Only'");
    expect(n).toBe(1);
    expect((await create("cleo", { ...input, name: "Twice" })).codes).toEqual(["CONFLICT"]);
  });

  test("announces the group and its first member, by ids alone", async () => {
    const { group } = await done(
      api,
      "cleo",
      "createGroup",
      { name: "Heard Of", timeZone: "UTC" },
      "group { id slug }",
    );
    const [{ id }] = await api.dataSource.query("select id from groups where slug = $1", [group.slug]);
    const events = await api.dataSource.query(
      "select name, payload from events where payload->>'groupId' = $1 order by position",
      [id],
    );
    expect(events).toEqual([
      { name: "membership.began", payload: { groupId: id, personId: keyOf("cleo"), membershipId: expect.any(String) } },
      { name: "group.created", payload: { groupId: id } },
    ]);
  });

  test("refuses a founder above the day's limit, stores nothing then, and lets them go on a day later", async () => {
    const { id } = await makePerson(api.dataSource);
    const all = async () => {
      const [{ n }] = await api.dataSource.query("select count(*)::int as n from groups");
      return n as number;
    };
    const first = { name: "Chapter 0", idempotencyKey: "chapter-0" };
    const answers = await Promise.all([1, 2, 3].map(() => create(id, first)));
    const firstId = answers[0]?.payload?.["group"].id;
    expect(answers.map(({ payload }) => payload?.["group"].id)).toEqual([firstId, firstId, firstId]);
    for (let each = 1; each < GROUPS_FOUNDED_PER_DAY.most; each++) {
      expect((await create(id, { name: `Chapter ${each}` })).codes).toEqual([]);
    }
    const before = await all();
    expect((await create(id, { name: "One Too Many" })).codes).toEqual(["RATE_LIMITED"]);
    expect(await all()).toBe(before);
    // Neither refused nor counted: what was done is only told again.
    expect((await create(id, first)).payload?.["group"].id).toBe(firstId);
    expect((await create("dev", { name: "Somebody Else's" })).codes).toEqual([]);
    clock.pass(GROUPS_FOUNDED_PER_DAY.windowSeconds);
    expect((await create(id, { name: "Next Day" })).codes).toEqual([]);
  });
});
