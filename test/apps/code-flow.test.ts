/** From an app's request to what it may read, and back, as an independent client does it. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as client from "openid-client";
import { makeApp } from "../support/apps.ts";
import { type CastApi, keyOf } from "../support/cast.ts";
import { asking, exchange, openidClient, startForApps, Visitor } from "../support/oauth.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startForApps();
});
afterAll(() => api.close());

const SCOPE = "openid offline_access profile:read contact:read";

test("a member signs in, says yes to a part, and the app gets that and no more", async () => {
  const app = await makeApp(api.dataSource, { ownerId: keyOf("ada") });
  const config = await openidClient(api, app);
  const asked = await asking(config, app, SCOPE, { prompt: "consent" });
  const visitor = await new Visitor(api).signedInAs("ben");
  const page = await visitor.go(asked.url);
  expect([page.status, page.url.href]).toEqual([200, expect.stringContaining("/oidc/interaction/")]);
  expect(page.text).toContain("Card Index asks to act for you");
  expect(page.text).toContain("ben@");

  const back = await visitor.allow(page, ["profile:read", "offline_access"]);
  expect(back.url.href).toMatch(/^https:\/\/cards\.example\/return\?code=ngc_/);
  const tokens = await exchange(config, asked, back.url);
  expect(tokens.access_token).toMatch(/^nga_[0-9a-f]{64}$/);
  expect(tokens.scope).toBe("profile:read");
  const { sub } = tokens.claims() ?? {};
  expect(await client.fetchUserInfo(config, tokens.access_token, sub ?? "")).toEqual({ sub });

  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  for (const token of [tokens.access_token, refreshed.access_token]) {
    expect((await api.graphql("{ __typename }", {}, { as: token })).status).toBe(200);
  }
});
