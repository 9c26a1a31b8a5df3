/** Registering, changing and stopping apps; seeing, narrowing and disconnecting those of others. */
import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { LIVE_APPS_MAX } from "../../src/apps/register-app.ts";
import { globalId, parseGlobalId } from "../../src/platform/ids.ts";
import { act, done } from "../support/act.ts";
import { grantApp, makeApp } from "../support/apps.ts";
import { type CastApi, idOf, keyOf, makePerson, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const INPUT = { name: "Card Index", kind: "PUBLIC", redirectUris: ["https://cards.example/return"] };
const FIELDS = "app { id name kind reviewState redirectUris version disabledAt }";
const jwk = (more: object = {}) => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return JSON.stringify({ ...publicKey.export({ format: "jwk" }), kid: "one", ...more });
};
const status = async (token: string) => (await api.graphql("{ __typename }", {}, { as: token })).status;

test("whoever is signed in registers an app, which they alone see", async () => {
  const { app } = await done(api, "ada", "registerApp", INPUT, FIELDS);
  expect(app).toMatchObject({ ...INPUT, reviewState: "UNREVIEWED", version: 1, disabledAt: null });
  const query = "query ($id: ID!) { node(id: $id) { id } viewer { apps { edges { node { id } } } } }";
  expect((await api.as("ada").graphql(query, { id: app.id })).data).toEqual({
    node: { id: app.id },
    viewer: { apps: { edges: [{ node: { id: app.id } }] } },
  });
  expect((await api.as("ben").graphql(query, { id: app.id })).data).toEqual({
    node: null,
    viewer: { apps: { edges: [] } },
  });
});

describe("where codes may be sent (threat 20)", () => {
  test.each([
    ["http://cards.example/return", "http elsewhere"],
    ["https://cards.example/return#part", "a fragment"],
    ["https://somebody@cards.example/", "a user name"],
    ["https://cards.example\\@evil.example/", "a backslash"],
    ["https://cards.example/a/../return", "a path that browsers write otherwise"],
    ["https://CARDS.example/return", "capital letters in the host"],
    ["https://*.cards.example/return", "a wildcard"],
    ["//cards.example/return", "no scheme"],
    ["javascript:alert(1)", "a script"],
    ["data:text/html,hi", "a document"],
    ["cards:/return", "a scheme that anybody may choose"],
    ["https://localhost/return", "https on the own machine"],
  ])("is never %s: %s", async (address) => {
    const { codes, payload } = await act(api, "ada", "registerApp", { ...INPUT, redirectUris: [address] }, FIELDS);
    expect([codes, payload?.errors[0]?.path]).toEqual([["INVALID"], ["input", "redirectUris", "0"]]);
  });

  test.each([
    "http://127.0.0.1/return",
    "http://[::1]/return",
    "org.example.cards:/return",
    "https://cards.example/a?b=c",
  ])("may be %s", async (address) => {
    await done(api, "dev", "registerApp", { ...INPUT, redirectUris: [address] }, FIELDS);
  });
});

test("keys are public ones, and only of apps that sign", async () => {
  const signing = { ...INPUT, kind: "PRIVATE_KEY_JWT" };
  await done(api, "hana", "registerApp", { ...signing, publicKeys: [jwk()] }, FIELDS);
  for (const input of [
    signing,
    { ...INPUT, publicKeys: [jwk()] },
    { ...signing, publicKeys: [jwk({ d: "secret" })] },
    { ...signing, publicKeys: [jwk({ kid: undefined })] },
    { ...signing, publicKeys: ["{}"] },
  ]) {
    expect((await act(api, "hana", "registerApp", input)).codes).toEqual(["INVALID"]);
  }
});

test("nobody has more than 20 live apps, however many they register at once", async () => {
  const { id: ownerId } = await makePerson(api.dataSource);
  for (let each = 2; each < LIVE_APPS_MAX; each++) await makeApp(api.dataSource, { ownerId });
  const atOnce = await Promise.all(Array.from({ length: 6 }, () => act(api, ownerId, "registerApp", INPUT, FIELDS)));
  expect(atOnce.flatMap(({ codes }) => codes)).toEqual(Array(4).fill("LIMIT_REACHED"));
  const first = atOnce.find(({ codes }) => codes.length === 0)?.payload?.["app"];
  await done(api, ownerId, "disableApp", { appId: first.id });
  await done(api, ownerId, "registerApp", INPUT);
});

test("whoever changes what members are told of a reviewed app is unreviewed again; others change nothing", async () => {
  const { app } = await done(api, "eva", "registerApp", INPUT, FIELDS);
  await api.dataSource.query("update apps set review_state = 'REVIEWED' where id = $1", [parseGlobalId(app.id)?.id]);
  expect((await act(api, "finn", "updateApp", { appId: app.id, name: "Mine" })).codes).toEqual(["NOT_FOUND"]);
  expect((await act(api, "finn", "disableApp", { appId: app.id })).codes).toEqual(["NOT_FOUND"]);
  const updated = await done(api, "eva", "updateApp", { appId: app.id, name: "Cards", expectedVersion: 1 }, FIELDS);
  expect(updated["app"]).toMatchObject({ name: "Cards", reviewState: "UNREVIEWED", version: 2 });
  expect((await act(api, "eva", "updateApp", { appId: app.id, name: "C", expectedVersion: 1 })).codes).toEqual([
    "STALE",
  ]);
});

test("a disabled app has no token of anybody any more (threat 24)", async () => {
  const { app, token } = await grantApp(api.dataSource, keyOf("ben"), ["profile:read"]);
  expect(await status(token)).toBe(200);
  await done(api, "ben", "disableApp", { appId: globalId("app", app.id) }, FIELDS);
  expect(await status(token)).toBe(401);
  const left = await api.dataSource.query("select 1 from oauth_artifacts where app_id = $1", [app.id]);
  expect(left).toEqual([]);
  expect((await act(api, "ben", "updateApp", { appId: globalId("app", app.id), name: "Back" })).codes).toEqual([
    "CONFLICT",
  ]);
});

const CONNECTED = `{ viewer { connectedApps { edges { node {
  id name websiteUrl scopes seesAllGroups groups { name } lastUsedAt } } } } }`;
interface Connected {
  viewer: { connectedApps: { edges: { node: { id: string; scopes: string[] } }[] } };
}
const connectedApps = async (who: string) =>
  (await api.as(who).graphql<Connected>(CONNECTED)).data?.viewer.connectedApps.edges.map(({ node }) => node) ?? [];

test("a member sees what apps may do, takes a part back, and then all of it, at once (threats 16 and 24)", async () => {
  const { token } = await grantApp(api.dataSource, keyOf("kit"), ["profile:read", "contact:read", "groups:read"]);
  const [connected] = await connectedApps("kit");
  expect(connected).toEqual({
    ...{ id: expect.stringMatching(/^cap_/), name: "Card Index", websiteUrl: null, lastUsedAt: null },
    ...{ scopes: ["profile:read", "contact:read", "groups:read"], seesAllGroups: true, groups: [] },
  });
  const connectedAppId = connected?.id ?? "";
  const email = async () => {
    const { data, errors } = await api.graphql("{ viewer { contact { email } } }", {}, { as: token });
    return { data, codes: errors?.map(({ extensions }) => extensions.code) };
  };
  expect(await email()).toEqual({
    data: { viewer: { contact: { email: expect.stringContaining("@") } } },
    codes: undefined,
  });

  const narrowed = await done(
    ...([api, "kit", "narrowApp"] as const),
    { connectedAppId, scopes: ["profile:read", "groups:read"], groupIds: [idOf("harbourBreakfast")] },
    "connectedApp { scopes seesAllGroups groups { name } narrowedAt }",
  );
  expect(narrowed["connectedApp"]).toMatchObject({
    scopes: ["profile:read", "groups:read"],
    ...{ seesAllGroups: false, groups: [{ name: "Harbour Breakfast" }] },
  });
  expect((await email()).codes).toContain("INSUFFICIENT_SCOPE");
  for (const wider of [{ scopes: ["contact:read"] }, { groupIds: [idOf("quaysideCircle")] }]) {
    expect((await act(api, "kit", "narrowApp", { connectedAppId, ...wider })).codes).toEqual(["INVALID"]);
  }
  expect((await act(api, "ben", "disconnectApp", { connectedAppId })).codes).toEqual(["NOT_FOUND"]);

  await done(api, "kit", "disconnectApp", { connectedAppId });
  expect(await status(token)).toBe(401);
  expect(await connectedApps("kit")).toEqual([]);
});

test("an app sees and changes nothing of this itself (threat 17)", async () => {
  const { token } = await grantApp(api.dataSource, keyOf("finn"), ["profile:read", "network:write"]);
  const ask = async (query: string) =>
    (await api.graphql(query, {}, { as: token })).errors?.map(({ extensions }) => extensions.code);
  expect(await ask("{ viewer { connectedApps { edges { node { id } } } } }")).toContain("INSUFFICIENT_SCOPE");
  expect(await ask("{ viewer { apps { edges { node { id } } } } }")).toContain("INSUFFICIENT_SCOPE");
  const register = `mutation { registerApp(input: { name: "Child", kind: PUBLIC, redirectUris: ["https://a.example/"] }) { app { id } } }`;
  expect(await ask(register)).toContain("INSUFFICIENT_SCOPE");
});
