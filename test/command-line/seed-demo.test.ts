import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { DEMO_PEOPLE, plantDemo } from "../../src/command-line/seed-demo.ts";
import { Person } from "../../src/people/person.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { examples } from "../../src/server/explorer/examples.ts";
import { createSession } from "../../src/sign-in/session.ts";
import type { Anything } from "../support/anything.ts";
import { openTestDatabase } from "../support/database.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { testJobs } from "../support/jobs.ts";
import { type Api, fixedClock, startApi, TEST_NOW } from "../support/start-api.ts";

/** As long as a first start may spend on it; measured near a fifth of this on a quiet machine. */
const PLANTING_MAX_MS = 10_000;

let api: Api;
let plantedMs: number;
const token: Record<string, string> = {};

beforeAll(async () => {
  api = await startApi();
  const { ctx } = testJobs(api.dataSource.manager, { clock: fixedClock() });
  const before = performance.now();
  expect(await plantDemo(ctx)).toBe(true);
  plantedMs = performance.now() - before;
  for (const { email } of DEMO_PEOPLE) {
    const person = await api.dataSource.manager.findOneByOrFail(Person, { email });
    token[email.split("@")[0] ?? ""] = (await createSession(ctx, person.id)).token;
  }
});
afterAll(() => api.close());

const ask = async (who: string | null, query: string, variables = {}): Promise<Anything> => {
  const { data, errors } = await api.graphql(query, variables, { as: who === null ? null : (token[who] ?? "") });
  expect(errors).toBeUndefined();
  return data;
};
const nodes = (connection: Anything): Anything[] => connection.edges.map((edge: Anything) => edge.node);

describe("the demo world", () => {
  test("is planted quickly, and holds what must hold in any database", async () => {
    expect(plantedMs).toBeLessThan(PLANTING_MAX_MS);
    expect(await brokenInvariants(api.dataSource, TEST_NOW)).toEqual([]);
  });

  test("is planted once only, where nobody lives", async () => {
    const { ctx } = testJobs(api.dataSource.manager, { clock: fixedClock() });
    const before = await api.dataSource.manager.count(Person);
    expect(await plantDemo(ctx)).toBe(false);
    expect(await api.dataSource.manager.count(Person)).toBe(before);
  });

  test("shows a stranger the public groups only, and their coming meetings", async () => {
    const { groups, meetings } = await ask(
      "cleo",
      `{ groups { edges { node { slug nextMeeting { title } } } }
         meetings(filter: { upcoming: true }, first: 50) { edges { node { title } } } }`,
    );
    expect(
      nodes(groups)
        .map((group) => group.slug)
        .sort(),
    ).toEqual(["harbour-breakfast", "kanal-coders", "southern-founders"]);
    expect(nodes(groups).every((group) => group.nextMeeting !== null)).toBe(true);
    const titles = nodes(meetings).map((meeting) => meeting.title);
    expect(titles).toEqual(expect.arrayContaining(["Coffee on the quay", "Tuesday breakfast"]));
    expect(titles).not.toContain("The circle");
    expect(titles).not.toContain("Boat trip, if the boat floats");
  });

  test("has a meeting whose roll can be taken at once", async () => {
    const id = globalId("mtg", "0197d000-0000-7000-8000-000000000220");
    const { node } = await ask(null, `{ node(id: "${id}") { ... on Meeting { title startsAt } } }`);
    const minutes = (Date.parse(node.startsAt) - TEST_NOW.getTime()) / 60_000;
    expect(node.title).toBe("Coffee on the quay");
    expect(minutes).toBeGreaterThanOrEqual(60);
    expect(minutes).toBeLessThan(75);
  });

  test("answers what a newcomer asks, in one operation, as the explorer shows it", async () => {
    const { query = "", variables = "{}" } = examples.find(({ query }) => query.includes("AGroupForMe")) ?? {};
    const sent = JSON.parse(variables) as Record<string, object>;
    const { groups } = await ask(null, query, sent);
    expect(
      nodes(groups).map(({ name, topics }) => [name, topics.map((topic: { name: string }) => topic.name)]),
    ).toEqual([["Kanal Coders", ["Databases", "Programming"]]]);
    const [{ meetings }] = nodes(groups);
    expect(nodes(meetings)).toContainEqual({
      title: "Code clinic: bring what does not work",
      startsAtLocal: "2026-06-04T18:30:00",
    });
    // On the day after there is no seat, as there is no meeting.
    const friday = { from: "2026-06-05T00:00:00Z", before: "2026-06-06T00:00:00Z" };
    expect(nodes((await ask(null, query, { ...sent, thursday: friday })).groups)).toEqual([]);
  });

  test("has a roll that the explorer's examples read, take, and take again", async () => {
    const run = async (name: string) => {
      const { query = "", variables = "{}" } = examples.find(({ query }) => query.includes(name)) ?? {};
      return ask("ada", query, JSON.parse(variables) as Record<string, unknown>);
    };
    const lines = async (): Promise<{ name: string; rsvpStatus: string; code: string | null }[]> =>
      (await run("query TheRoll")).node.roll.lines;
    const take = async () => {
      const { results, meeting, errors } = (await run("mutation TakeTheRoll")).recordAttendance;
      const outcomes = (results as { outcome: string }[]).map(({ outcome }) => outcome);
      return { outcomes, version: meeting.roll.version as number, errors: errors as unknown[] };
    };
    const before = await lines();
    expect(before.find(({ name }) => name === "Finn Gallagher")).toMatchObject({ rsvpStatus: "GOING", code: null });

    const first = await take();
    expect(first).toMatchObject({ outcomes: ["STORED", "STORED"], errors: [] });
    expect(await take()).toEqual({ ...first, outcomes: ["REPEATED", "REPEATED"] });

    const after = await lines();
    expect(after).toHaveLength(before.length + 1);
    const present = after.filter(({ code }) => code === "PRESENT").map(({ name }) => name);
    expect(present.sort()).toEqual(["Finn Gallagher", "Noor"]);
  });

  test("has offices that are held, were held and are planned, visitors who came back or joined, and an import", async () => {
    const { group } = await ask(
      "ada",
      `{ group(by: { slug: "harbour-breakfast" }) {
           roleTerms { edges { node { title endedOn takenUpAt } } }
           visitors { edges { node { name visitCount joinedAt invitedBy { id } } } }
           imports { edges { node { status faultCount } } } } }`,
    );
    const terms = nodes(group.roleTerms).map(({ title, endedOn, takenUpAt }) =>
      [title, takenUpAt === null ? "planned" : endedOn === null ? "held" : "over"].join(" "),
    );
    expect(terms.sort()).toEqual(["Door held", "Treasurer held", "Treasurer over", "Treasurer planned"]);
    const visitors = nodes(group.visitors);
    expect(visitors.filter(({ joinedAt }) => joinedAt !== null).map(({ name }) => name)).toEqual(["Tomasz Wilk"]);
    expect(visitors.some(({ visitCount }) => visitCount > 0)).toBe(true);
    expect(nodes(group.imports)).toEqual([{ status: "REFUSED", faultCount: 1 }]);
  });

  test("has a full meeting with a queue and an offered seat", async () => {
    const id = globalId("mtg", "0197d000-0000-7000-8000-000000000221");
    const { node } = await ask(
      "ada",
      `{ node(id: "${id}") { ... on Meeting { rsvps { edges { node { status placeInQueue } } } } } }`,
    );
    const statuses = nodes(node.rsvps).map((rsvp) => [rsvp.status, rsvp.placeInQueue].join(" ").trim());
    expect(statuses.sort()).toEqual(["GOING", "GOING", "GOING", "OFFERED", "WAITLISTED 1", "WAITLISTED 2"]);
  });

  test("lets its people be what the welcome says they are", async () => {
    const role = `{ group(by: { slug: "harbour-breakfast" }) { viewerMembership { role } } }`;
    expect((await ask("ada", role)).group.viewerMembership).toEqual({ role: "OWNER" });
    expect((await ask("ben", role)).group.viewerMembership).toEqual({ role: "MEMBER" });
    expect((await ask("cleo", role)).group.viewerMembership).toBeNull();
    const circle = `{ group(by: { slug: "quayside-circle" }) { name } }`;
    expect((await ask("ben", circle)).group).toEqual({ name: "Quayside Circle" });
    expect((await ask("ada", circle)).group).toBeNull();
  });
});

describe("the demo world of other days", () => {
  test.each([
    ["while the breakfast goes on", "2026-06-02T06:45:00.000Z"],
    ["the night in which clocks in Europe jump ahead", "2026-03-29T00:40:00.000Z"],
    ["the night in which they show an hour twice", "2026-10-25T00:10:00.000Z"],
    ["the last minutes of a year", "2026-12-31T23:58:00.000Z"],
  ])("holds too: %s", async (_what, moment) => {
    const database = await openTestDatabase();
    try {
      const now = new Date(moment);
      const { ctx } = testJobs(database.dataSource.manager, { clock: fixedClock(now) });
      expect(await plantDemo(ctx)).toBe(true);
      expect(await brokenInvariants(database.dataSource, now)).toEqual([]);
    } finally {
      await database.drop();
    }
  });
});
