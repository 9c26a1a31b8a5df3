/** An app that lives in a page: its own origin sends its tokens, and nobody else's, and no other credential. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as client from "openid-client";
import { type App, AppKind } from "../../src/apps/app.entity.ts";
import { ApiScope } from "../../src/groups/api-scope.ts";
import { done } from "../support/act.ts";
import { grantApp, makeApp } from "../support/apps.ts";
import { type CastApi, idOf, keyOf } from "../support/cast.ts";
import { makeKey } from "../support/keys.ts";
import { asking, clientIdOf, fetchFrom, HOME, ISSUER, startForApps, Visitor } from "../support/oauth.ts";

const ORIGIN = "https://cards.example";
const EVIL = "https://evil.example";
const VIEWER = JSON.stringify({ query: "{ viewer { profile { displayName } } }" });

let api: CastApi;
beforeAll(async () => {
  api = await startForApps();
});
afterAll(() => api.close());

const made = (row: Partial<App> = {}) => makeApp(api.dataSource, { ownerId: keyOf("ada"), ...row });
const granted = async (row: Partial<App> = {}) =>
  grantApp(api.dataSource, keyOf("ben"), ["profile:read"], { app: await made(row) });

/** As a browser sends it for a page of that origin. */
const fromPage = (origin: string, headers: Record<string, string>): Promise<Response> =>
  fetch(api.url, { method: "POST", headers: { "content-type": "application/json", origin, ...headers }, body: VIEWER });
const statusFrom = async (origin: string, token: string): Promise<number> =>
  (await fromPage(origin, { authorization: `Bearer ${token}` })).status;

test("signs in, exchanges and asks, all from its page", async () => {
  const app = await made();
  const crossings: (string | null)[] = [];
  const pageFetch: client.CustomFetch = async (url, init) => {
    const response = await fetchFrom(api)(url, { ...init, headers: { ...init.headers, origin: ORIGIN } });
    crossings.push(response.headers.get("access-control-allow-origin"));
    return response;
  };
  const config = await client.discovery(new URL(ISSUER), clientIdOf(app), undefined, client.None(), {
    [client.customFetch]: pageFetch,
  });
  const asked = await asking(config, app, "openid profile:read");
  const visitor = await new Visitor(api).signedInAs("ben");
  const back = await visitor.allow(await visitor.go(asked.url), ["profile:read"]);
  const tokens = await client.authorizationCodeGrant(config, back.url, {
    pkceCodeVerifier: asked.verifier,
    expectedState: asked.state,
    expectedNonce: asked.nonce,
  });
  await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? "");
  const answer = await fromPage(ORIGIN, { authorization: `Bearer ${tokens.access_token}` });
  crossings.push(answer.headers.get("access-control-allow-origin"));
  expect(await answer.json()).toMatchObject({ data: { viewer: { profile: { displayName: "Ben" } } } });
  expect(crossings.length).toBeGreaterThanOrEqual(4);
  expect(crossings.filter((origin) => origin !== "*" && origin !== ORIGIN)).toEqual([]);
});

test("its browser is told that it may send a token, and never that it may send cookies", async () => {
  const { token } = await granted();
  const preflight = await fetch(api.url, {
    method: "OPTIONS",
    headers: {
      origin: ORIGIN,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    },
  });
  expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
  for (const { headers } of [preflight, await fromPage(ORIGIN, { authorization: `Bearer ${token}` })]) {
    expect([headers.get("access-control-allow-origin"), headers.has("access-control-allow-credentials")]).toEqual([
      "*",
      false,
    ]);
  }
});

describe("threat 36: no page sends what is not its own", () => {
  test("a page elsewhere sends no app's token, nor one app's page another app's", async () => {
    const { token } = await granted();
    const { token: others } = await granted({ redirectUris: ["https://other.example/back"] });
    expect(await statusFrom(ORIGIN, token)).toBe(200);
    const elsewhere = [EVIL, "null", "http://cards.example", "https://cards.example:8443", "https://a.cards.example"];
    for (const origin of elsewhere) expect([origin, await statusFrom(origin, token)]).toEqual([origin, 403]);
    expect(await statusFrom(ORIGIN, others)).toBe(403);
  });

  test("an app's page sends neither the member's cookie, nor a session, nor a secret key", async () => {
    await granted();
    const { cookies } = await new Visitor(api).signedInAs("ben");
    const session = cookies.get("__Host-sid") ?? "";
    expect((await fromPage(HOME, { cookie: `__Host-sid=${session}` })).status).toBe(200);
    for (const origin of [ORIGIN, EVIL]) {
      expect((await fromPage(origin, { cookie: `__Host-sid=${session}` })).status).toBe(403);
      expect(await statusFrom(origin, session)).toBe(403);
    }
    const groupId = idOf("harbourBreakfast");
    const { secret } = await makeKey(api, "ada", [groupId], {
      ...{ kind: "SECRET", allowedOrigins: null, scopes: [ApiScope.GROUPS_READ] },
    });
    expect(await statusFrom(ORIGIN, secret)).toBe(403);
  });

  test("a program with a scheme of its own has no page, and a server's tokens are for no page", async () => {
    const { token: native } = await granted({ redirectUris: ["example.cards:/return"] });
    expect(await statusFrom("null", native)).toBe(403);
    const { token: server } = await granted({ kind: AppKind.PRIVATE_KEY_JWT, jwks: { keys: [] } });
    expect(await statusFrom(ORIGIN, server)).toBe(403);
  });

  test("an origin that the app gave up, and a disabled app's, from the next request on", async () => {
    const { app, token } = await granted();
    expect(await statusFrom(ORIGIN, token)).toBe(200);
    await done(api, "ada", "updateApp", { appId: clientIdOf(app), redirectUris: ["https://new.example/return"] });
    expect([await statusFrom(ORIGIN, token), await statusFrom("https://new.example", token)]).toEqual([403, 200]);
    await done(api, "ada", "disableApp", { appId: clientIdOf(app) });
    expect(await statusFrom("https://new.example", token)).toBe(401);
  });
});
