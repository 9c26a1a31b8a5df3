/** What is asked for and exchanged at the OAuth server, by somebody who should not: PKCE, redirects, replays, races. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { TokenEndpointResponse } from "openid-client";
import * as client from "openid-client";
import type { App } from "../../src/apps/app.entity.ts";
import { makeApp } from "../support/apps.ts";
import { type CastApi, type CastName, keyOf } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import {
  type Asking,
  asking,
  clientIdOf,
  exchange,
  fetchFrom,
  ISSUER,
  openidClient,
  startForApps,
  Visitor,
} from "../support/oauth.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
let clock: StillClock;
let app: App;
let config: client.Configuration;
beforeAll(async () => {
  clock = new StillClock(TEST_NOW.toISOString());
  api = await startForApps({ clock });
  app = await makeApp(api.dataSource, { ownerId: keyOf("ada"), redirectUris: ["https://cards.example/return"] });
  config = await openidClient(api, app);
});
afterAll(() => api.close());

const SCOPE = "openid offline_access profile:read contact:read";
const SCOPES = SCOPE.split(" ");

/** Goes the whole way for somebody, up to the code. */
async function codeFor(who: CastName, of = { app, config }): Promise<{ asked: Asking; back: URL }> {
  const asked = await asking(of.config, of.app, SCOPE, { prompt: "consent" });
  const visitor = await new Visitor(api).signedInAs(who);
  const back = await visitor.allow(await visitor.go(asked.url), SCOPES);
  return { asked, back: back.url };
}

async function tokensFor(
  who: CastName,
): Promise<Required<Pick<TokenEndpointResponse, "access_token" | "refresh_token">>> {
  const { asked, back } = await codeFor(who);
  const { access_token, refresh_token = "" } = await exchange(config, asked, back);
  return { access_token, refresh_token };
}

const status = async (token: string) => (await api.graphql("{ __typename }", {}, { as: token })).status;

/** What the token endpoint answers to a form; its error, or "ok". */
async function post(
  path: string,
  form: Record<string, string>,
): Promise<{ status: number; error: string; body: Record<string, unknown> }> {
  const response = await fetchFrom(api)(`${ISSUER}/${path}`, { method: "POST", body: new URLSearchParams(form) });
  const text = await response.text();
  const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: response.status, error: (body["error"] as string | undefined) ?? "ok", body };
}
const redeem = ({ asked, back }: { asked: Asking; back: URL }, more: Record<string, string> = {}) =>
  post("token", {
    grant_type: "authorization_code",
    client_id: clientIdOf(app),
    redirect_uri: app.redirectUris[0] ?? "",
    code: back.searchParams.get("code") ?? "",
    code_verifier: asked.verifier,
    ...more,
  });
const refresh = (refresh_token: string, more: Record<string, string> = {}) =>
  post("token", { grant_type: "refresh_token", client_id: clientIdOf(app), refresh_token, ...more });
const succeeded = (answers: readonly { error: string }[]) => answers.filter(({ error }) => error === "ok").length;

test("threat 18: nothing but an access token opens the endpoint", async () => {
  const { asked, back } = await codeFor("ben");
  expect(await status(back.searchParams.get("code") ?? "")).toBe(401);
  const tokens = await exchange(config, asked, back);
  expect(await status(tokens.refresh_token ?? "")).toBe(401);
  expect(await status(tokens.id_token ?? "")).toBe(401);
  expect(await status(tokens.access_token)).toBe(200);
});

test("threat 18: no token is made for another resource", async () => {
  const asked = await asking(config, app, SCOPE, { prompt: "consent", resource: "https://elsewhere.example/" });
  const { url } = await (await new Visitor(api).signedInAs("ben")).go(asked.url);
  expect(url.searchParams.get("error")).toBe("invalid_target");
});

describe("threat 19: without PKCE nothing is given out", () => {
  test.each([
    ["none", { code_challenge: "", code_challenge_method: "" }],
    ["plain", { code_challenge_method: "plain" }],
    ["too short", { code_challenge: "abc" }],
  ])("%s", async (_name, changes) => {
    const asked = await asking(config, app, SCOPE, { prompt: "consent" });
    for (const [name, value] of Object.entries(changes)) {
      if (value === "") asked.url.searchParams.delete(name);
      else asked.url.searchParams.set(name, value);
    }
    const { url } = await (await new Visitor(api).signedInAs("ben")).go(asked.url);
    expect(url.searchParams.get("error")).toBe("invalid_request");
  });

  test.each([
    ["another verifier", { code_verifier: client.randomPKCECodeVerifier() }],
    ["a short verifier", { code_verifier: "abc" }],
    ["no verifier", { code_verifier: "" }],
  ])("%s", async (_name, more) => {
    expect((await redeem(await codeFor("ben"), more)).error).toMatch(/^invalid_(grant|request)$/);
  });
});

describe("threat 20: codes go where the app is registered, letter by letter", () => {
  test.each([
    "https://cards.example/return/",
    "https://cards.example/return/../evil",
    "https://cards.example/return?next=1",
    "https://cards.example/return#part",
    "https://evil.example/return",
    "https://cards.example.evil.example/return",
    "https://cards.example@evil.example/return",
    "http://cards.example/return",
    "javascript:alert(1)",
  ])("not to %s", async (redirect_uri) => {
    const asked = await asking(config, app, SCOPE, { prompt: "consent", redirect_uri });
    const page = await (await new Visitor(api).signedInAs("ben")).go(asked.url);
    expect([page.url.origin, page.status]).toEqual([new URL(ISSUER).origin, 400]);
    expect(page.text).toContain("redirect_uri");
  });

  test("of a program on the member's machine the port may differ, and nothing else", async () => {
    const native = await makeApp(api.dataSource, { ownerId: keyOf("ada"), redirectUris: ["http://127.0.0.1/return"] });
    const ask = async (redirect_uri: string) => {
      const asked = await asking(await openidClient(api, native), native, SCOPE, { prompt: "consent", redirect_uri });
      return (await (await new Visitor(api).signedInAs("ben")).go(asked.url)).status;
    };
    expect(await ask("http://127.0.0.1:51234/return")).toBe(200);
    expect(await ask("http://127.0.0.1:51234/other")).toBe(400);
    expect(await ask("http://127.0.0.2:51234/return")).toBe(400);
  });
});

describe("threat 21: a code is exchanged once", () => {
  test("and again takes back what it gave", async () => {
    const code = await codeFor("dev");
    const { body } = await redeem(code);
    expect(await status(String(body["access_token"]))).toBe(200);
    clock.pass(4);
    expect((await redeem(code)).error).toBe("invalid_grant");
    expect(await status(String(body["access_token"]))).toBe(401);
    expect((await refresh(String(body["refresh_token"]))).error).toBe("invalid_grant");
  });

  test("of six at the same time, one succeeds", async () => {
    const code = await codeFor("dev");
    const answers = await Promise.all(Array.from({ length: 6 }, () => redeem(code)));
    expect(succeeded(answers)).toBe(1);
    expect(answers.filter(({ error }) => error === "invalid_grant")).toHaveLength(5);
    const { body } = answers.find(({ error }) => error === "ok") ?? {};
    expect(await status(String(body?.["access_token"]))).toBe(200);
  });
});

describe("threat 22: a refresh token is exchanged once", () => {
  test("and again ends the whole family", async () => {
    const first = await tokensFor("eva");
    const { body } = await refresh(first.refresh_token);
    expect(await status(String(body["access_token"]))).toBe(200);
    clock.pass(4);
    expect((await refresh(first.refresh_token)).error).toBe("invalid_grant");
    expect(await status(String(body["access_token"]))).toBe(401);
    expect((await refresh(String(body["refresh_token"]))).error).toBe("invalid_grant");
  });

  test("of six at the same time, one succeeds", async () => {
    const { refresh_token } = await tokensFor("eva");
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(refresh_token)));
    expect(succeeded(answers)).toBe(1);
    const { body } = answers.find(({ error }) => error === "ok") ?? {};
    expect(await status(String(body?.["access_token"]))).toBe(200);
    expect((await refresh(String(body?.["refresh_token"]))).error).toBe("ok");
  });

  test("threat 16: and never for more than it had", async () => {
    const { refresh_token } = await tokensFor("finn");
    expect((await refresh(refresh_token, { scope: `${SCOPE} rsvps:write` })).error).toBe("invalid_scope");
  });
});

describe("threat 23: another app can do nothing with a token", () => {
  test("not refresh it, not revoke it, not learn of it", async () => {
    const stranger = await makeApp(api.dataSource, { ownerId: keyOf("cleo") });
    const client_id = clientIdOf(stranger);
    const { access_token, refresh_token } = await tokensFor("hana");
    expect((await refresh(refresh_token, { client_id })).error).toBe("invalid_grant");
    for (const token of [access_token, refresh_token]) {
      await post("token/revocation", { token, client_id });
      expect((await post("token/introspection", { token, client_id })).body).toEqual({ active: false });
    }
    expect(await status(access_token)).toBe(200);
    const own = await post("token/introspection", { token: access_token, client_id: clientIdOf(app) });
    expect(own.body).toMatchObject({ active: true, scope: "contact:read profile:read".split(" ").reverse().join(" ") });
  });
});

describe("threat 24: what is revoked is refused with the next request", () => {
  test("by its access token, and by its refresh token", async () => {
    for (const which of ["access_token", "refresh_token"] as const) {
      const tokens = await tokensFor("kit");
      expect(await status(tokens.access_token)).toBe(200);
      await client.tokenRevocation(config, tokens[which]);
      expect(await status(tokens.access_token)).toBe(401);
      expect((await refresh(tokens.refresh_token)).error).toBe("invalid_grant");
    }
  });
});

test("threat 27: implicit and password grants are refused, and the answer names its issuer and its state", async () => {
  const asked = await asking(config, app, SCOPE, { prompt: "consent", response_type: "id_token" });
  const refused = await (await new Visitor(api).signedInAs("ben")).go(asked.url);
  expect(new URLSearchParams(refused.url.hash.slice(1) || refused.url.search).get("error")).toMatch(
    /^unsupported|^unauthorized/,
  );
  const password = { grant_type: "password", client_id: clientIdOf(app), username: "ben", password: "x" };
  expect((await post("token", password)).error).toBe("unsupported_grant_type");
  const { asked: sent, back } = await codeFor("ben");
  expect([back.searchParams.get("iss"), back.searchParams.get("state")]).toEqual([ISSUER, sent.state]);
});

test("threat 28: nobody registers at the server itself", async () => {
  expect((await fetchFrom(api)(`${ISSUER}/reg`, { method: "POST" })).status).toBe(404);
  const metadata = config.serverMetadata();
  expect(metadata.registration_endpoint).toBeUndefined();
});

test("threat 29: what is published of signing keys is public, and both places of discovery say the same", async () => {
  const jwks = (await (await fetchFrom(api)(`${ISSUER}/jwks`)).json()) as { keys: object[] };
  expect(jwks.keys.map((key) => Object.keys(key).sort())).toEqual([["alg", "crv", "kid", "kty", "use", "x", "y"]]);
  const [own, root] = [
    `${ISSUER}/.well-known/oauth-authorization-server`,
    ISSUER.replace("/oidc", "/.well-known/oauth-authorization-server/oidc"),
  ];
  const said = await Promise.all([own, root].map(async (url) => (await fetchFrom(api)(url)).json()));
  expect(said[0]).toEqual(said[1]);
  expect(said[0]).toMatchObject({ issuer: ISSUER, code_challenge_methods_supported: ["S256"] });
});
