/** Somebody with a session and without a proved address: apps are told of nobody whom they could not find again. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type * as client from "openid-client";
import type { App } from "../../src/apps/app.entity.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { makeApp } from "../support/apps.ts";
import { type CastApi, keyOf } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { asking, exchange, openidClient, startForApps, Visitor } from "../support/oauth.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";

const clock = new StillClock(TEST_NOW.toISOString());
let api: CastApi;
let app: App;
let config: client.Configuration;
beforeAll(async () => {
  api = await startForApps();
  app = await makeApp(api.dataSource, { ownerId: keyOf("ada") });
  config = await openidClient(api, app);
});
afterAll(() => api.close());

const prove = (at: string | null) =>
  api.dataSource.query("update people set email_verified_at = $2 where id = $1", [keyOf("ben"), at]);
beforeEach(() => prove(null));

test("is asked to prove an address, and goes on once they have", async () => {
  const ben = await new Visitor(api).signedInAs("ben");
  const asked = await asking(config, app, "openid profile:read");
  const page = await ben.go(asked.url);
  expect([page.status, page.text]).toEqual([200, expect.stringMatching(/role="alert">You are signed in here without/)]);

  const fields = [["email", "ben@example.org"] as const];
  const mailed = await ben.submit(page, [...fields, ["action", "mail"]]);
  const jobs = testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey });
  await drainJobs(jobs.deps);
  const code = /code: (\d{8})$/m.exec(jobs.mail.read().at(-1)?.text ?? "")?.[1] ?? "";
  const consent = await ben.submit(mailed, [...fields, ["code", code], ["action", "code"]]);
  const back = await ben.allow(consent, ["profile:read"]);
  expect((await exchange(config, asked, back.url)).claims()?.sub).toMatch(/^per_/);
});

test("is told so in OAuth's own words where no page may be shown", async () => {
  const ben = await new Visitor(api).signedInAs("ben");
  const asked = await asking(config, app, "openid profile:read", { prompt: "none" });
  const back = await ben.go(asked.url);
  expect([back.url.searchParams.get("error"), back.url.searchParams.get("state")]).toEqual([
    "login_required",
    asked.state,
  ]);
});

test("who had proved one before is asked again, and their app gets no code meanwhile", async () => {
  await prove("2026-01-01T00:00:00Z");
  const ben = await new Visitor(api).signedInAs("ben");
  const asked = await asking(config, app, "openid profile:read");
  const granted = await ben.go(asked.url);
  const back = granted.text === "" ? granted : await ben.allow(granted, ["profile:read"]);
  expect(back.url.searchParams.has("code")).toBe(true);
  await prove(null);
  const again = await ben.go((await asking(config, app, "openid profile:read")).url);
  expect([again.url.searchParams.has("code"), again.text]).toEqual([false, expect.stringContaining("Send me a code")]);
});
