/** Keys of servers: what their scopes say of their groups, and nothing beside it. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { act } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { makeKey, SITE, withKey } from "../support/keys.ts";
import { makeMeeting } from "../support/meetings.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

const SCOPES = ["ATTENDANCE_READ", "GROUPS_READ", "MEETINGS_READ", "PROFILE_READ", "RSVPS_READ"] as const;
type Scope = (typeof SCOPES)[number];

let api: CastApi;
let clock: StillClock;
let of: House;
let meetingId: string;
beforeAll(async () => {
  clock = new StillClock(TEST_NOW.toISOString());
  api = await startWithCast({ clock });
  of = await privateHouse();
  const db = api.dataSource;
  const { id } = await makeMeeting(db, { groupId: of.group.id, title: "Breakfast" });
  await makeMeeting(db, { groupId: of.group.id, title: "Draft", publishedAt: null });
  meetingId = id;
  await db.query(
    "update people set headline = 'Boats', headline_audience = 'ORGANISERS', phone = '+441174960001' where id = $1",
    [of.key("member")],
  );
  await db.query("update people set email_audience = 'ORGANISERS', phone_audience = 'GROUPS_IN_COMMON' where id = $1", [
    of.key("member"),
  ]);
  await db.query(
    `insert into rsvps (id, group_id, meeting_id, person_id, status, mode, queued_at, answered_by_id, responded_at, created_at, updated_at)
     values (gen_random_uuid(), $1, $2, $3, 'NOT_GOING', 'IN_PERSON', $4, $3, $4, $4, $4)`,
    [of.group.id, id, of.key("member"), "2026-05-01"],
  );
});
afterAll(() => api.close());

const privateHouse = () => newHouse(api, { visibility: "PRIVATE" as never, joinMode: "INVITE_ONLY" as never });
const secretKey = (house: House, scopes: readonly Scope[], more = {}) =>
  makeKey(api, house.key("owner"), [house.id], { kind: "SECRET", scopes, allowedOrigins: null, ...more });
const ask = <Data = Record<string, unknown>>(secret: string, query: string, variables = {}) =>
  withKey<Data>(api, secret, query, { origin: null, variables });

const PARTS = /* GraphQL */ `
  query ($group: ID!, $person: ID!) {
    group(by: { id: $group }) {
      name
      memberships(first: 50) { edges { node { role } } }
      meetings { edges { node { title rsvps { edges { node { status } } } attendances { pageInfo { hasNextPage } } attendanceSummary { present } } } }
      roleTerms { pageInfo { hasNextPage } } visitors { pageInfo { hasNextPage } } auditLog { pageInfo { hasNextPage } }
      apiKeys { pageInfo { hasNextPage } } invitations { pageInfo { hasNextPage } } bans { pageInfo { hasNextPage } }
    }
    node(id: $person) { ... on Person { profile { displayName headline } contact { email phone } } }
  }`;

interface Parts {
  group:
    | null
    | (Record<string, unknown> & { meetings: { edges: { node: Record<string, unknown> & { title: string } }[] } });
  node: { profile: { headline: string | null } | null; contact: unknown } | null;
}

/** Which parts of a private group a key with these scopes is shown. */
async function seenWith(scopes: readonly Scope[]): Promise<string[]> {
  const { secret } = await secretKey(of, scopes);
  const { data, errors } = await ask<Parts>(secret, PARTS, { group: of.id, person: of.person("member") });
  expect((errors ?? []).filter(({ extensions }) => extensions.code !== "INSUFFICIENT_SCOPE")).toEqual([]);
  const { group, node } = data ?? { group: null, node: null };
  const meetings = group?.meetings.edges.map((edge) => edge.node) ?? [];
  const [meeting] = meetings;
  const edgesOf = (value: unknown) => (value as { edges: unknown[] } | null | undefined)?.edges.length ?? 0;
  const seen = {
    group: group !== null,
    memberships: edgesOf(group?.["memberships"]) > 0,
    meeting: meeting?.title === "Breakfast",
    draft: meetings.some(({ title }) => title === "Draft"),
    rsvps: edgesOf(meeting?.["rsvps"]) > 0,
    attendances: meeting !== undefined && meeting["attendances"] !== null,
    summary: meeting !== undefined && meeting["attendanceSummary"] !== null,
    headline: node?.profile?.headline === "Boats",
    contact: JSON.stringify(node?.contact ?? {}).includes("@") || JSON.stringify(node?.contact ?? {}).includes("+44"),
    others: ["roleTerms", "visitors", "auditLog", "apiKeys", "invitations", "bans"].some((name) => group?.[name]),
  };
  return Object.entries(seen).flatMap(([name, isSeen]) => (isSeen ? [name] : []));
}

describe("threat 40: a secret key", () => {
  test("threat 15: sees of its private group what its scopes say, one by one", async () => {
    const seen: Record<string, string[]> = {};
    for (const scope of SCOPES) seen[scope] = await seenWith([scope]);
    expect(seen).toEqual({
      ATTENDANCE_READ: ["group", "meeting", "attendances", "summary"],
      GROUPS_READ: ["group", "memberships"],
      MEETINGS_READ: ["group", "meeting"],
      PROFILE_READ: ["group", "headline"],
      RSVPS_READ: ["group", "meeting", "rsvps"],
    });
    const all = ["group", "memberships", "meeting", "rsvps", "attendances", "summary", "headline"];
    expect(await seenWith(SCOPES)).toEqual(all);
  });

  test("sees nothing of a group that it does not cover, by no id and in no list", async () => {
    const other = await privateHouse();
    const { secret } = await secretKey(other, SCOPES);
    const query = `query($group: ID!, $meeting: ID!, $member: ID!) {
      group(by: { id: $group }) { id } nodes(ids: [$meeting, $member]) { id } groups(first: 100) { edges { node { id } } }
      person: node(id: "${of.person("member")}") { ... on Person { profile { headline } } } }`;
    const variables = {
      group: of.id,
      meeting: `mtg_${meetingId.replaceAll("-", "")}`,
      member: of.membership("member"),
    };
    const { data } = await ask<{ groups: { edges: { node: { id: string } }[] } }>(secret, query, variables);
    expect(data).toMatchObject({ group: null, nodes: [null, null], person: { profile: { headline: null } } });
    const listed = data?.groups.edges.map(({ node }) => node.id) ?? [];
    expect([listed.includes(of.id), listed.includes(other.id)]).toEqual([false, true]);
  });

  test("is nobody in person, and changes nothing", async () => {
    const { secret } = await secretKey(of, SCOPES);
    const { data } = await ask(secret, "{ viewer { id } rateLimit { limit } }");
    expect(data).toEqual({ viewer: null, rateLimit: { limit: 30_000 } });
    for (const text of [
      `recordAttendance(input: { meetingId: "${meetingId}", marks: [] }) { errors { code } }`,
      `leaveGroup(input: { groupId: "${of.id}" }) { errors { code } }`,
      'requestSignIn(input: { email: "somebody@example.org" }) { codeExpiresAt }',
    ]) {
      const { status, errors } = await ask(secret, `mutation { ${text} }`);
      expect([status, errors?.[0]?.extensions.code]).toEqual([403, "INSUFFICIENT_SCOPE"]);
    }
  });

  test("is not for pages, and its answers are kept by nobody", async () => {
    const { secret } = await secretKey(of, ["GROUPS_READ"]);
    const from = (origin: string | null) => withKey(api, secret, "{ groups(first: 1) { totalCount } }", { origin });
    expect([(await from(null)).status, (await from(SITE)).status]).toEqual([200, 403]);
    const answer = await fetch(`${api.url}?query={groups(first:1){totalCount}}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect([answer.status, answer.headers.get("cache-control"), answer.headers.get("etag")]).toEqual([
      200,
      "no-store",
      null,
    ]);
  });

  test("asked again in the same words sees its own group, and not that of the key before it", async () => {
    const other = await privateHouse();
    const query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    const ids = [of.id, other.id];
    for (const [house, seen] of [
      [of, [{ id: of.id }, null]],
      [other, [null, { id: other.id }]],
    ] as const) {
      const { secret } = await secretKey(house, ["GROUPS_READ"]);
      for (const _turn of [1, 2, 3, 4]) expect((await ask(secret, query, { ids })).data).toEqual({ nodes: seen });
    }
    expect((await api.as(null).graphql(query, { ids })).data).toEqual({ nodes: [null, null] });
  });

  test("sees with the next request what became of its groups, and stops when it is revoked or in a year", async () => {
    const house = await privateHouse();
    const { id, secret } = await secretKey(house, ["GROUPS_READ"]);
    const group = async () =>
      (
        await ask<{ group: object | null }>(secret, "query($id: ID!) { group(by: { id: $id }) { id } }", {
          id: house.id,
        })
      ).data?.group ?? null;
    expect(await group()).not.toBeNull();
    const { secret: another } = await secretKey(house, ["GROUPS_READ"]);
    await act(api, house.key("organiser"), "revokeApiKey", { apiKeyId: id });
    expect((await ask(secret, "{ __typename }")).status).toBe(401);
    expect((await ask(another, "{ __typename }")).status).toBe(200);
    clock.pass(365 * 86_400);
    expect((await ask(another, "{ __typename }")).status).toBe(401);
    clock.pass(-365 * 86_400);
  });

  test("has scopes, and no origins; a publishable one the other way round", async () => {
    const make = (more: Record<string, unknown>) =>
      act(api, of.key("owner"), "createApiKey", { groupIds: [of.id], name: "CRM", ...more }, "secret");
    const codes = [
      await make({ kind: "SECRET" }),
      await make({ kind: "SECRET", scopes: [] }),
      await make({ kind: "SECRET", scopes: ["GROUPS_READ"], allowedOrigins: [SITE] }),
      await make({ kind: "SECRET", scopes: ["GROUPS_READ", "GROUPS_READ"] }),
      await make({ kind: "PUBLISHABLE", scopes: ["GROUPS_READ"], allowedOrigins: [SITE] }),
      await make({ kind: "SECRET", scopes: ["EVERYTHING"] }),
    ].map((outcome) => outcome.codes[0]);
    expect(codes).toEqual(["INVALID", "INVALID", "INVALID", "INVALID", "INVALID", "BAD_USER_INPUT"]);
    const { payload } = await make({ kind: "SECRET", scopes: ["GROUPS_READ"] });
    expect(payload?.["secret"]).toMatch(/^ngk_[0-9a-f]{64}$/);
  });
});
