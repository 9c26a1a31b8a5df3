/** What the clock does for apps: tokens that ran out go, grants that ended go later, and signing keys change. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { grantApp, makeAccessToken } from "../support/apps.ts";
import { type CastApi, keyOf } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { fetchFrom, ISSUER, startForApps } from "../support/oauth.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";

const DAY_SECONDS = 86_400;
const QUARTER_HOUR_SECONDS = 900;

const clock = new StillClock(TEST_NOW.toISOString());
let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  api = await startForApps({ clock });
  jobs = testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey });
});
afterAll(() => api.close());

const count = async (sql: string, ...values: string[]): Promise<number> =>
  (await api.dataSource.query<unknown[]>(sql, values)).length;
const artifactsOf = (grantId: string) => count("select from oauth_artifacts where grant_id = $1", grantId);
const grants = (grantId: string) => count("select from app_grants where id = $1", grantId);

test("delete-expired-artifacts takes what ran out, at the moment it did, and leaves what works", async () => {
  const { grant, token } = await grantApp(api.dataSource, keyOf("ben"), ["profile:read"]);
  const later = new Date(clock.now().getTime() + 2 * QUARTER_HOUR_SECONDS * 1000);
  const lasting = await makeAccessToken(api.dataSource, grant, { expiresAt: later });
  const left = async () => {
    await runTimer(jobs.deps, "delete-expired-artifacts");
    return artifactsOf(grant.id);
  };
  const status = async (as: string) => (await api.graphql("{ __typename }", {}, { as })).status;
  clock.pass(QUARTER_HOUR_SECONDS - 1);
  expect([await left(), await status(token), await status(lasting)]).toEqual([2, 200, 200]);
  clock.pass(1);
  expect([await left(), await status(token), await status(lasting)]).toEqual([1, 401, 200]);
});

test("delete-ended-grants takes what ended ninety days ago, disconnected or run out, and leaves what stands", async () => {
  const disconnected = await grantApp(api.dataSource, keyOf("ben"), ["profile:read"]);
  const runsOut = await grantApp(api.dataSource, keyOf("hana"), ["profile:read"]);
  const standing = await grantApp(api.dataSource, keyOf("ada"), ["profile:read"]);
  const [now] = [clock.now().toISOString()];
  await api.dataSource.query("update app_grants set ended_at = $2 where id = $1", [disconnected.grant.id, now]);
  await api.dataSource.query("update app_grants set expires_at = $2 where id = $1", [runsOut.grant.id, now]);
  await api.dataSource.query("update app_grants set expires_at = 'infinity' where id = $1", [standing.grant.id]);
  const left = async () => {
    await runTimer(jobs.deps, "delete-ended-grants");
    return Promise.all([disconnected, runsOut, standing].map(({ grant }) => grants(grant.id)));
  };
  clock.pass(90 * DAY_SECONDS - 1);
  expect(await left()).toEqual([1, 1, 1]);
  clock.pass(1);
  expect(await left()).toEqual([0, 0, 1]);
  // No token outlives its grant, though the other timer did not run.
  expect(await Promise.all([disconnected, runsOut, standing].map(({ grant }) => artifactsOf(grant.id)))).toEqual([
    0, 0, 1,
  ]);
  await drainJobs(jobs.deps);
});

test("rotate-signing-keys gives a key a successor after ninety days, and drops it when that has signed for thirty", async () => {
  const keys = async (days: number) => {
    clock.pass(days * DAY_SECONDS);
    await runTimer(jobs.deps, "rotate-signing-keys");
    return count("select from oauth_signing_keys");
  };
  expect(await keys(0)).toBe(0);
  // Whoever asks for the first one has it made.
  await fetchFrom(api)(`${ISSUER}/jwks`);
  expect([await keys(0), await keys(89), await keys(1), await keys(0)]).toEqual([1, 1, 2, 2]);
  expect([await keys(30), await keys(1)]).toEqual([2, 1]);
});
