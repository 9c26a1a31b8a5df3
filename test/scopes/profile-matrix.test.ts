/** Every part of a profile × every audience × every kind of reader × every scope; and the preview shows just that. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { Audience } from "../../src/people/audience.ts";
import { ProfileReader } from "../../src/people/profile-preview.ts";
import { newId } from "../../src/platform/ids.ts";
import { SCOPE_NAMES, type Scope } from "../../src/scopes/scope.ts";
import { done } from "../support/act.ts";
import { appToken, authenticateApps } from "../support/app-tokens.ts";
import { type CastApi, idOf, keyOf, makeRow, makeTopic, startWithCast } from "../support/cast.ts";
import { type GraphQLAnswer, TEST_NOW } from "../support/start-api.ts";

const PARTS = `profile {
    displayName headline story company jobTitle profession industry languages timeZone links avatarUrl
    place { city region country coordinates { latitude longitude } } topics { name }
  } contact { email phone }`;
const CONTACT = ["email", "phone"];
const PROFILE = (
  "displayName headline story company jobTitle profession industry languages timeZone links avatarUrl " +
  "city region country latitude longitude topics"
).split(" ");

/** Which readers each audience lets in. */
const LET_IN: Readonly<Record<Audience, readonly ProfileReader[]>> = {
  PUBLIC: Object.values(ProfileReader),
  SIGNED_IN: Object.values(ProfileReader).filter((reader) => reader !== ProfileReader.STRANGER),
  GROUPS_IN_COMMON: [ProfileReader.FELLOW_MEMBER, ProfileReader.ORGANISER, ProfileReader.FELLOW_MEMBERS_APP],
  CONNECTIONS: [ProfileReader.CONNECTION],
  ORGANISERS: [ProfileReader.ORGANISER],
  NOBODY: [],
};
const AUDIENCES = Object.values(Audience);

let api: CastApi;
let audienceColumns: string[];
beforeAll(async () => {
  api = await startWithCast({ authenticate: authenticateApps });
  const db = api.dataSource;
  await db.query(
    `update people set headline = 'Boats', story = 'Once', company = 'Quay', job_title = 'Wright', profession = 'Joiner',
       industry = 'Ships', city = 'Bristol', region = 'Avon', country = 'GB', latitude = 51.45, longitude = -2.59,
       languages = '{en}', time_zone = 'Europe/London', links = '{https://ben.example}', avatar_url = 'https://ben.example/b.png',
       phone = '+441174960001' where id = $1`,
    [keyOf("ben")],
  );
  const { id } = await makeTopic(db, "boats");
  await db.query("insert into person_topics (person_id, topic_id) values ($1, $2)", [keyOf("ben"), id]);
  await makeRow(db, ConnectedPair, {
    id: newId(),
    ...pairOf(keyOf("ben"), keyOf("eva")),
    origin: ConnectionOrigin.ENCOUNTER,
    startedAt: TEST_NOW,
  });
  const { columns } = db.getMetadata("Person");
  audienceColumns = columns.map(({ databaseName }) => databaseName).filter((name) => name.endsWith("_audience"));
});
afterAll(() => api.close());

const BY_ID = `query ($id: ID!) { node(id: $id) { ... on Person { ${PARTS} } } }`;

/** Names of the parts that an answer shows. */
function shownIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const isLeaf = part !== null && (typeof part !== "object" || Array.isArray(part));
    return isLeaf ? [name] : shownIn(part);
  });
}

const setAll = (audience: Audience) =>
  api.dataSource.query(`update people set ${audienceColumns.map((name) => `${name} = $2`).join(", ")} where id = $1`, [
    keyOf("ben"),
    audience,
  ]);

const asApp = (who: "ada" | "hana", scopes: readonly Scope[], query = BY_ID): Promise<GraphQLAnswer> =>
  api.graphql(query, { id: idOf("ben") }, { as: appToken(who, { scopes }) });

const READERS: Readonly<Record<ProfileReader, () => Promise<GraphQLAnswer>>> = {
  STRANGER: () => api.as(null).graphql(BY_ID, { id: idOf("ben") }),
  SIGNED_IN: () => api.as("cleo").graphql(BY_ID, { id: idOf("ben") }),
  FELLOW_MEMBER: () => api.as("hana").graphql(BY_ID, { id: idOf("ben") }),
  CONNECTION: () => api.as("eva").graphql(BY_ID, { id: idOf("ben") }),
  ORGANISER: () => api.as("ada").graphql(BY_ID, { id: idOf("ben") }),
  FELLOW_MEMBERS_APP: () => asApp("hana", SCOPE_NAMES),
};

async function previews(): Promise<Record<string, unknown>> {
  const previewed = Object.values(ProfileReader).map(async (reader) => {
    const query = `{ viewer { profileAs(audience: ${reader}) { ${PARTS} } } }`;
    const { data } = await api.as("ben").graphql<{ viewer: { profileAs: unknown } }>(query);
    return [reader, data?.viewer.profileAs] as const;
  });
  return Object.fromEntries(await Promise.all(previewed));
}

describe("a profile whose every part is for one audience", () => {
  test.each(AUDIENCES.flatMap((audience) => [true, false].map((allowed) => [audience, allowed] as const)))(
    "%s, apps of fellow members allowed: %s",
    async (audience, allowed) => {
      await setAll(audience);
      await done(api, "ben", "setFellowMembersApps", { allowed });
      const previewed = await previews();
      for (const reader of Object.values(ProfileReader)) {
        const { data, errors } = await READERS[reader]();
        const isApp = reader === ProfileReader.FELLOW_MEMBERS_APP;
        const isLetIn = LET_IN[audience].includes(reader) && (!isApp || allowed || audience === Audience.PUBLIC);
        expect([reader, errors]).toEqual([reader, undefined]);
        expect([reader, shownIn(data?.["node"])]).toEqual([reader, isLetIn ? [...PROFILE, ...CONTACT] : []]);
        expect([reader, previewed[reader]]).toEqual([reader, data?.["node"]]);
      }
      const organisers = await asApp("ada", SCOPE_NAMES);
      expect(organisers.data?.["node"]).toEqual(previewed["ORGANISER"]);
    },
  );
});

describe("threats 4 and 15: scope by scope", () => {
  const OPENED: Partial<Record<Scope, readonly string[]>> = { "profile:read": PROFILE, "contact:read": CONTACT };

  test.each(SCOPE_NAMES)("with %s alone an app reads what that opens, and is told of the rest", async (scope) => {
    await setAll(Audience.PUBLIC);
    const { data, errors = [] } = await asApp("hana", [scope]);
    expect(shownIn(data?.["node"])).toEqual(OPENED[scope] ?? []);
    const named = new Set(errors.map(({ extensions }) => String(extensions["scope"])));
    expect([...named].sort()).toEqual(["contact:read", "profile:read"].filter((name) => name !== scope));
    // The value stands nowhere in what the client is sent, errors included.
    if (scope !== "contact:read") expect(JSON.stringify({ data, errors })).not.toContain("ben@example.org");
  });

  test("by way of the group, its meetings and its members it is the same", async () => {
    await setAll(Audience.ORGANISERS);
    const around = `query ($id: ID!) { node(id: $id) { ... on Person {
      memberships(first: 2) { edges { node { group { memberships(first: 20) { edges { node { person { id ${PARTS} } } } } } } } } } } }`;
    const byMember = await asApp("hana", SCOPE_NAMES, around);
    expect(byMember.errors).toBeUndefined();
    expect(JSON.stringify(byMember.data)).not.toMatch(/Boats|ben@example/);
    const byOrganiser = await asApp("ada", SCOPE_NAMES, around);
    expect(JSON.stringify(byOrganiser.data)).toMatch(/Boats.*ben@example/);
    const withoutContact = await asApp(
      "ada",
      SCOPE_NAMES.filter((scope) => scope !== "contact:read"),
      around,
    );
    expect(JSON.stringify(withoutContact.data)).toContain("Boats");
    expect(JSON.stringify(withoutContact)).not.toContain("ben@example");
  });

  test("the preview is for nobody else, and for no app", async () => {
    const query =
      "query ($id: ID!) { node(id: $id) { ... on Person { profileAs(audience: ORGANISER) { contact { email } } } } }";
    expect((await api.as("ada").graphql(query, { id: idOf("ben") })).data).toEqual({ node: { profileAs: null } });
    const { errors } = await asApp("ada", SCOPE_NAMES, query);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["INSUFFICIENT_SCOPE"]);
  });
});
