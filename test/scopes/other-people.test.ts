/** Other people through an app: what is public, what they let apps of fellow members read, and what organisers may. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { globalId } from "../../src/platform/ids.ts";
import { SCOPE_NAMES } from "../../src/scopes/scope.ts";
import { act, done } from "../support/act.ts";
import { appToken, authenticateApps } from "../support/app-tokens.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";

let api: CastApi;
let meetingId: string;
beforeAll(async () => {
  api = await startWithCast({ authenticate: authenticateApps });
  const db = api.dataSource;
  meetingId = (await makeMeeting(db, { groupId: keyOf("harbourBreakfast"), title: "Tonight" })).id;
  for (const who of ["ben", "hana"] as const) {
    await db.query(
      "update people set headline = $2, headline_audience = 'GROUPS_IN_COMMON', story = 'A tale', story_audience = 'PUBLIC' where id = $1",
      [keyOf(who), `I am ${who}`],
    );
    await db.query(
      `insert into rsvps (id, group_id, meeting_id, person_id, status, mode, queued_at, answered_by_id, responded_at, created_at, updated_at)
       values (gen_random_uuid(), $1, $2, $3, 'GOING', 'IN_PERSON', $4, $3, $4, $4, $4)`,
      [keyOf("harbourBreakfast"), meetingId, keyOf(who), "2026-05-01"],
    );
  }
});
afterAll(() => api.close());

const asApp = (who: CastName, query: string, variables: Record<string, unknown> = {}, groupIds?: readonly string[]) =>
  api.graphql<never>(query, variables, {
    as: appToken(who, { scopes: SCOPE_NAMES, groupIds: groupIds ?? null }),
  });
const allow = (who: CastName, allowed: boolean) => done(api, who, "setFellowMembersApps", { allowed });

const PROFILE = "query ($id: ID!) { node(id: $id) { ... on Person { profile { displayName headline story } } } }";
const GUESTS = /* GraphQL */ `
  query ($id: ID!) { node(id: $id) { ... on Meeting {
    goingCount rsvps(filter: { statuses: [GOING] }) { totalCount edges { node { person { profile { headline } } } } } } } }`;
const MEMBERS = "query ($id: ID!) { group(by: { id: $id }) { memberCount memberships { totalCount } } }";

const readProfile = async (reader: CastName, of: CastName, groupIds?: readonly string[]) =>
  (await asApp(reader, PROFILE, { id: idOf(of) }, groupIds)).data?.["node"]?.["profile"] as unknown;
const guestsOf = async (reader: CastName, groupIds?: readonly string[]) => {
  const { data } = await asApp(reader, GUESTS, { id: globalId("mtg", meetingId) }, groupIds);
  const meeting = data?.["node"] as unknown as { goingCount: number; rsvps: { totalCount: number; edges: unknown[] } };
  expect(meeting.rsvps.edges).toHaveLength(meeting.rsvps.totalCount);
  return {
    goes: meeting.goingCount,
    shown:
      JSON.stringify(meeting.rsvps.edges)
        .match(/I am \w+/g)
        ?.sort() ?? [],
  };
};
/** Null for whoever is told of none at all. */
const membersFor = async (reader: CastName, groupIds?: readonly string[]) => {
  const { data } = await asApp(reader, MEMBERS, { id: idOf("harbourBreakfast") }, groupIds);
  const group = data?.["group"] as unknown as { memberships: { totalCount: number } | null };
  return group.memberships?.totalCount ?? null;
};

describe("a member's app", () => {
  test("reads of a fellow member what is public, until that member lets such apps read more", async () => {
    const person = await api.as("hana").graphql<never>(PROFILE, { id: idOf("ben") });
    expect(person.data?.["node"]).toMatchObject({ profile: { headline: "I am ben" } });

    expect(await readProfile("kit", "hana")).toMatchObject({ headline: null, story: "A tale" });
    await allow("hana", true);
    expect(await readProfile("kit", "hana")).toMatchObject({ headline: "I am hana", story: "A tale" });
    expect(await readProfile("eva", "hana")).toMatchObject({ headline: null });
    await allow("hana", false);
    expect(await readProfile("kit", "hana")).toMatchObject({ headline: null });
  });

  test("does not tell who is a member and who comes, but of those who let it", async () => {
    expect(await guestsOf("remy")).toEqual({ goes: 2, shown: [] });
    expect(await guestsOf("kit")).toEqual({ goes: 2, shown: [] });
    expect(await membersFor("kit")).toBe(1);
    await allow("hana", true);
    expect(await guestsOf("kit")).toEqual({ goes: 2, shown: ["I am hana"] });
    expect(await membersFor("kit")).toBe(2);
    await allow("hana", false);
  });

  test("reads nothing that follows from a group that was not chosen for it", async () => {
    await allow("hana", true);
    expect(await readProfile("kit", "hana", [])).toMatchObject({ headline: null });
    expect(await guestsOf("kit", [])).toEqual({ goes: 2, shown: [] });
    expect(await membersFor("kit", [])).toBeNull();
    await allow("hana", false);
  });

  test("sees nothing of its member either in a private group that was not chosen", async () => {
    const own = "{ viewer { memberships { totalCount } } groups(filter: { viewerIsMember: true }) { totalCount } }";
    expect((await asApp("finn", own)).data).toEqual({
      viewer: { memberships: { totalCount: 1 } },
      groups: { totalCount: 1 },
    });
    expect((await asApp("finn", own, {}, [keyOf("harbourBreakfast")])).data).toEqual({
      viewer: { memberships: { totalCount: 0 } },
      groups: { totalCount: 0 },
    });
  });
});

describe("an organiser's app", () => {
  test("reads of members what the organiser may", async () => {
    expect(await readProfile("ada", "ben")).toEqual({ displayName: "Ben", headline: "I am ben", story: "A tale" });
    expect(await guestsOf("ada")).toEqual({ goes: 2, shown: ["I am ben", "I am hana"] });
    expect(await membersFor("ada")).toBe(7);
    const contact = "query ($id: ID!) { node(id: $id) { ... on Person { contact { email } } } }";
    expect((await asApp("ada", contact, { id: idOf("ben") })).data).toEqual({
      node: { contact: { email: "ben@example.org" } },
    });
  });

  test("is like everybody's in a group that was not chosen for it", async () => {
    expect(await readProfile("ada", "ben", [keyOf("quaysideCircle")])).toMatchObject({ headline: null });
  });
});

describe("the choice", () => {
  test("is the person's own to make and to see", async () => {
    const seen = "query ($id: ID!) { node(id: $id) { ... on Person { allowsFellowMembersApps } } }";
    const allowed = { node: { allowsFellowMembersApps: false } };
    expect((await api.as("ben").graphql(seen, { id: idOf("ben") })).data).toEqual(allowed);
    expect((await api.as("ada").graphql(seen, { id: idOf("ben") })).data).toEqual({
      node: { allowsFellowMembersApps: null },
    });
    expect((await act(api, null, "setFellowMembersApps", { allowed: true })).codes).toEqual(["UNAUTHENTICATED"]);
    const version = "person { version }";
    const { person } = await done(api, "ben", "setFellowMembersApps", { allowed: true }, version);
    const stale = { allowed: false, expectedVersion: person.version - 1 };
    expect((await act(api, "ben", "setFellowMembersApps", stale)).codes).toEqual(["STALE"]);
    await done(api, "ben", "setFellowMembersApps", { allowed: false, expectedVersion: person.version });
  });
});
