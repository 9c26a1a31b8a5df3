/** What a member is told by mail when an app may act for them, or may do more than before. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type * as client from "openid-client";
import type { App } from "../../src/apps/app.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { done } from "../support/act.ts";
import { makeApp } from "../support/apps.ts";
import { type CastApi, keyOf } from "../support/cast.ts";
import { type TestJobs, testJobs } from "../support/jobs.ts";
import { asking, exchange, HOME, openidClient, startForApps, Visitor } from "../support/oauth.ts";
import { fixedClock, testSettings } from "../support/start-api.ts";

let api: CastApi;
let jobs: TestJobs;
let app: App;
let config: client.Configuration;
beforeAll(async () => {
  api = await startForApps();
  jobs = testJobs(api.dataSource.manager, {
    ...{ clock: fixedClock(), secretKey: testSettings.secretKey, publicUrl: HOME },
  });
  app = await makeApp(api.dataSource, { ownerId: keyOf("ada"), websiteUrl: "https://cards.example" });
  config = await openidClient(api, app);
});
afterAll(() => api.close());

type Fields = readonly (readonly [string, string])[];

/** Has a member say yes to what the app asks on its page, and the app come for its tokens. */
async function allows(visitor: Visitor, scopes: readonly string[], more: Fields = []): Promise<void> {
  const asked = await asking(config, app, `openid ${scopes.join(" ")}`, { prompt: "consent" });
  const back = await visitor.allow(await visitor.go(asked.url), scopes, more);
  await exchange(config, asked, back.url);
}

/** Subjects of the mails that somebody has got so far, the oldest first. */
async function mailsTo(address: string) {
  await drainJobs(jobs.deps);
  return jobs.mail.read().filter(({ headers }) => headers["to"] === address);
}
const subjects = async (address: string) => (await mailsTo(address)).map(({ headers }) => headers["subject"]);
const CONNECTED = "You connected Card Index";
const EXTENDED = "Card Index may do more for you";

test("a new grant is told of once: what it may, its home, and where to take it back", async () => {
  const ben = await new Visitor(api).signedInAs("ben");
  await allows(
    ben,
    ["profile:read", "groups:read"],
    [
      ["groups", "some"],
      ["group", keyOf("harbourBreakfast")],
    ],
  );
  const [mail, ...others] = await mailsTo("ben@example.org");
  expect([mail?.headers["subject"], others]).toEqual([CONNECTED, []]);
  for (const said of ["“Card Index”", "https://cards.example", `${HOME}/connected-apps`, "only in Harbour Breakfast"]) {
    expect(mail?.text).toContain(said);
  }
  expect(mail?.text).toContain("- Read your groups, your memberships there, and who else is a member.");
  expect(mail?.text).not.toContain("address and telephone");

  // The same again, less, and another token are no news.
  await allows(
    ben,
    ["profile:read", "groups:read"],
    [
      ["groups", "some"],
      ["group", keyOf("harbourBreakfast")],
    ],
  );
  await allows(ben, ["profile:read"]);
  expect(await subjects("ben@example.org")).toEqual([CONNECTED]);
});

test("more scopes and more groups are told of, each time", async () => {
  const hana = await new Visitor(api).signedInAs("hana");
  const some: Fields = [
    ["groups", "some"],
    ["group", keyOf("harbourBreakfast")],
  ];
  await allows(hana, ["groups:read"], some);
  await allows(hana, ["groups:read", "contact:read"], some);
  await allows(hana, ["groups:read"], [["groups", "all"]]);
  expect(await subjects("hana@example.org")).toEqual([CONNECTED, EXTENDED, EXTENDED]);
  expect((await mailsTo("hana@example.org"))[1]?.text).toContain("Read your address and telephone");
});

test("what was disconnected before the mail went is not told of; connected once more, it is", async () => {
  const dev = await new Visitor(api).signedInAs("dev");
  await allows(dev, ["profile:read"]);
  const [grant] = await api.dataSource.query<[{ id: string }]>("select id from app_grants where person_id = $1", [
    keyOf("dev"),
  ]);
  await done(api, "dev", "disconnectApp", { connectedAppId: globalId("cap", grant.id) });
  expect(await subjects("dev@example.org")).toEqual([]);
  await allows(await new Visitor(api).signedInAs("dev"), ["profile:read"]);
  expect(await subjects("dev@example.org")).toEqual([CONNECTED]);
});
