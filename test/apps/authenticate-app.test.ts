/** An access token is looked up with every request: what ends or narrows it does so with the next one. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AppReviewState } from "../../src/apps/app.entity.ts";
import { authenticateApp } from "../../src/apps/authenticate-app.ts";
import type { AppPrincipal } from "../../src/platform/context.ts";
import { grantApp, makeAccessToken, makeApp } from "../support/apps.ts";
import { type CastApi, keyOf, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { TEST_NOW } from "../support/start-api.ts";

const MINUTE_MS = 60_000;

let api: CastApi;
let clock: StillClock;
beforeAll(async () => {
  clock = new StillClock(TEST_NOW.toISOString());
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

const principalOf = async (token: string, now = TEST_NOW): Promise<AppPrincipal | null> =>
  (await authenticateApp(api.dataSource.manager, token, now))?.principal ?? null;
const status = async (token: string): Promise<number> =>
  (await api.graphql("{ __typename }", {}, { as: token })).status;
const change = (table: string, id: string, changes: string) =>
  api.dataSource.query(`update ${table} set ${changes} where id = $1`, [id]);

test("says which app asks for whom, with what, and where", async () => {
  const groupIds = [keyOf("harbourBreakfast")];
  const { app, grant, token } = await grantApp(api.dataSource, keyOf("ben"), ["profile:read", "groups:read"], {
    groupIds,
  });
  expect(await principalOf(token)).toEqual({
    kind: "app",
    personId: keyOf("ben"),
    appId: app.id,
    grantId: grant.id,
    scopes: ["groups:read", "profile:read"],
    groupIds,
    allowedOrigins: ["https://cards.example"],
    pointsPerMinute: 30_000,
  });
  expect(await status(token)).toBe(200);
});

test("a token has no more than was asked for with it, and no more than is granted now", async () => {
  const { grant } = await grantApp(api.dataSource, keyOf("ben"), ["profile:read", "contact:read"]);
  const narrow = await makeAccessToken(api.dataSource, grant, { scopes: ["profile:read", "groups:read"] });
  expect((await principalOf(narrow))?.scopes).toEqual(["profile:read"]);

  const wide = await makeAccessToken(api.dataSource, grant);
  expect((await principalOf(wide))?.scopes).toEqual(["contact:read", "profile:read"]);
  await change("app_grants", grant.id, "scopes = '{profile:read}', group_ids = '{}'");
  expect(await principalOf(wide)).toMatchObject({ scopes: ["profile:read"], groupIds: [] });
});

describe("is refused with 401 from the next request on (threat 24)", () => {
  test.each([
    ["once the grant ended", "app_grants", "ended_at = created_at"],
    ["once the grant ran out", "app_grants", "expires_at = created_at"],
    ["once the app is disabled", "apps", "disabled_at = created_at"],
    ["once the operator refused the app", "apps", `review_state = '${AppReviewState.REFUSED}'`],
  ])("%s", async (_when, table, changes) => {
    const { app, grant, token } = await grantApp(api.dataSource, keyOf("cleo"), ["profile:read"]);
    expect(await status(token)).toBe(200);
    await change(table, table === "apps" ? app.id : grant.id, changes);
    expect(await status(token)).toBe(401);
    expect(await principalOf(token)).toBeNull();
  });

  test("a quarter of an hour after it was made", async () => {
    const { token } = await grantApp(api.dataSource, keyOf("dev"), ["profile:read"]);
    expect(await principalOf(token, new Date(TEST_NOW.getTime() + 15 * MINUTE_MS - 1))).not.toBeNull();
    expect(await principalOf(token, new Date(TEST_NOW.getTime() + 15 * MINUTE_MS))).toBeNull();
  });
});

test("what is no access token is none: another kind of artifact, another app's grant, something made up (threat 18)", async () => {
  const { grant, token } = await grantApp(api.dataSource, keyOf("hana"), ["profile:read"]);
  const elsewhere = await makeApp(api.dataSource, { ownerId: keyOf("hana") });
  await api.dataSource.query("update oauth_artifacts set app_id = $2 where grant_id = $1", [grant.id, elsewhere.id]);
  expect(await principalOf(token)).toBeNull();

  const code = await makeAccessToken(api.dataSource, grant);
  await api.dataSource.query("update oauth_artifacts set kind = 'RefreshToken' where grant_id = $1", [grant.id]);
  expect(await principalOf(code)).toBeNull();
  expect(await status(`nga_${"0".repeat(64)}`)).toBe(401);
});

interface Connected {
  viewer: { connectedApps: { edges: { node: { lastUsedAt: string | null } }[] } };
}

test("the use of a grant is noted every five minutes, no oftener, and its member reads it", async () => {
  const { token } = await grantApp(api.dataSource, keyOf("kit"), ["profile:read"]);
  const lastUsedAt = async () => {
    await api.server.lastUses.flush();
    const query = "{ viewer { connectedApps { edges { node { lastUsedAt } } } } }";
    const { data } = await api.as("kit").graphql<Connected>(query);
    return data?.viewer.connectedApps.edges.map(({ node }) => node.lastUsedAt);
  };
  expect(await lastUsedAt()).toEqual([null]);
  const first = clock.now().toISOString();
  expect(await status(token)).toBe(200);
  expect(await lastUsedAt()).toEqual([first]);
  clock.pass(299);
  expect(await status(token)).toBe(200);
  expect(await lastUsedAt()).toEqual([first]);
  clock.pass(1);
  expect(await status(token)).toBe(200);
  expect(await lastUsedAt()).toEqual([clock.now().toISOString()]);
});
