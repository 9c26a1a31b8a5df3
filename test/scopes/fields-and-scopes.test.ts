/** What an app reads: the fields that its scopes open, of what its member may read, and no other. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { SCOPE_NAMES, type Scope } from "../../src/scopes/scope.ts";
import { appToken, authenticateApps } from "../support/app-tokens.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";

let api: CastApi;
let meetingId: string;
beforeAll(async () => {
  api = await startWithCast({ authenticate: authenticateApps });
  const db = api.dataSource;
  meetingId = (await makeMeeting(db, { groupId: keyOf("quaysideCircle"), title: "Supper" })).id;
  await db.query("update people set headline = 'Boats', headline_audience = 'CONNECTIONS' where id = $1", [
    keyOf("eva"),
  ]);
});
afterAll(() => api.close());

const EVERY = SCOPE_NAMES;
const without = (...scopes: Scope[]): Scope[] => EVERY.filter((scope) => !scopes.includes(scope));

/** Asks for a member by an app with these scopes. */
const ask = <Data = Record<string, unknown>>(
  who: CastName,
  scopes: readonly Scope[],
  query: string,
  variables: Record<string, unknown> = {},
) => api.graphql<Data>(query, variables, { as: appToken(who, { scopes }) });

const refusals = ({ errors = [] }: Awaited<ReturnType<typeof ask>>) =>
  errors.map(({ path, extensions }) => `${(path ?? []).join(".")}: ${extensions.code} ${extensions["scope"]}`);

describe("a field whose scope was not granted", () => {
  test("is null, with an error that names the place and the scope, and the rest is answered", async () => {
    const answer = await ask("finn", ["profile:read"], "{ viewer { id profile { displayName } contact { email } } }");
    expect(answer.data).toEqual({
      viewer: { id: idOf("finn"), profile: { displayName: "Finn" }, contact: null },
    });
    expect(refusals(answer)).toEqual(["viewer.contact: INSUFFICIENT_SCOPE contact:read"]);
  });

  test("is named with its place in a list, under its alias", async () => {
    const query =
      "{ viewer { memberships { edges { node { role person { who: profile { name: displayName } } } } } } }";
    const answer = await ask("finn", ["groups:read"], query);
    expect(answer.data).toEqual({
      viewer: { memberships: { edges: [{ node: { role: "MEMBER", person: { who: { name: null } } } }] } },
    });
    expect(refusals(answer)).toEqual([
      "viewer.memberships.edges.0.node.person.who.name: INSUFFICIENT_SCOPE profile:read",
    ]);
  });

  test("takes what holds it along where it cannot be null", async () => {
    const inside = await ask("finn", without("rsvps:read"), "{ viewer { rsvps { totalCount } } rateLimit { limit } }");
    expect(inside.data).toEqual({ viewer: null, rateLimit: { limit: 10_000_000 } });
    expect(refusals(inside)).toEqual(["viewer.rsvps: INSUFFICIENT_SCOPE rsvps:read"]);
  });

  test("asks nothing of the database", async () => {
    const before = api.server.statements.total;
    const answer = await ask("finn", [], "{ groups { totalCount } }");
    expect(answer.data).toBeNull();
    expect(refusals(answer)).toEqual(["groups: INSUFFICIENT_SCOPE groups:read"]);
    expect(api.server.statements.total).toBe(before);
  });

  test("hides what a global ID names, and of which type it is", async () => {
    const id = `mtg_${meetingId.replaceAll("-", "")}`;
    const query = "query ($id: ID!) { node(id: $id) { __typename } nodes(ids: [$id]) { __typename } }";
    expect((await ask("finn", without("meetings:read", "rsvps:read", "attendance:read"), query, { id })).data).toEqual({
      node: null,
      nodes: [null],
    });
    expect((await ask("finn", ["rsvps:read"], query, { id })).data).toEqual({
      node: { __typename: "Meeting" },
      nodes: [{ __typename: "Meeting" }],
    });
  });
});

describe("orders and filters", () => {
  const BY_MEETING = /* GraphQL */ `
    query ($orderBy: GroupOrder, $filter: GroupFilter) { groups(orderBy: $orderBy, filter: $filter) { totalCount } }`;

  test.each([
    ["an order", { orderBy: { field: "NEXT_MEETING", direction: "ASC" } }],
    ["a filter", { filter: { modes: ["ONLINE"] } }],
  ])("%s by what the scopes do not open refuses the whole operation", async (_, variables) => {
    const answer = await ask("finn", without("meetings:read"), BY_MEETING, variables);
    expect(answer.data).toBeUndefined();
    expect(refusals(answer)).toEqual([": INSUFFICIENT_SCOPE meetings:read"]);
    const more = await ask("finn", ["groups:read", "meetings:read"], BY_MEETING, variables);
    expect(more.errors).toBeUndefined();
  });
});

describe("with every scope", () => {
  const OWN = /* GraphQL */ `{
    viewer {
      id profile { displayName story } contact { email phone }
      memberships { totalCount edges { node { role status group { name welcomeText } } } }
      rsvps { totalCount } attendances { totalCount }
    }
    groups(filter: { viewerIsMember: true }) { edges { node { name meetings { edges { node { title } } } } } }
  }`;

  test("the member's own is read as the member reads it, in one statement", async () => {
    const own = await api.as("finn").graphql(OWN);
    const before = api.server.statements.total;
    const answer = await ask("finn", EVERY, OWN);
    expect(api.server.statements.total - before).toBe(1);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual(own.data);
    expect(JSON.stringify(answer.data)).toContain("Supper");
  });

  test("whoever asks next with the same document sees what is theirs", async () => {
    const query = "{ viewer { contact { email } } }";
    const [few, all, person] = [
      await ask("finn", [], query),
      await ask("finn", EVERY, query),
      await api.as("finn").graphql(query),
    ];
    expect([few, all, person].map(({ data }) => data)).toEqual([
      { viewer: { contact: null } },
      { viewer: { contact: { email: "finn@example.org" } } },
      { viewer: { contact: { email: "finn@example.org" } } },
    ]);
  });

  test("what is hidden from the member is null without an error", async () => {
    const query = "query ($id: ID!) { node(id: $id) { ... on Person { profile { headline } contact { email } } } }";
    const answer = await ask("finn", EVERY, query, { id: idOf("eva") });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ node: { profile: { headline: null }, contact: null } });
  });

  test.each(["recallNotes", "followUps", "sessions", "blocks", "invitations"])(
    "%s stay the member's",
    async (field) => {
      const answer = await ask("finn", EVERY, `{ viewer { ${field} { totalCount } } }`);
      expect(answer.data).toEqual({ viewer: { [field]: null } });
      expect(refusals(answer)).toEqual([`viewer.${field}: INSUFFICIENT_SCOPE undefined`]);
    },
  );
});
