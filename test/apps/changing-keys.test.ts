/** Keys that change: ours, with which ID tokens are signed, and those of apps that sign; and apps that are paused. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
} from "jose";
import * as client from "openid-client";
import type { App } from "../../src/apps/app.entity.ts";
import { AppReviewState } from "../../src/apps/app.entity.ts";
import { RETIRED_KEY_DAYS, rotateSigningKeys } from "../../src/apps/signing-keys.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { makeLog } from "../../src/platform/log.ts";
import { done } from "../support/act.ts";
import { grantApp, makeApp } from "../support/apps.ts";
import { type CastApi, keyOf } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import {
  type Asking,
  asking,
  exchange,
  fetchFrom,
  HOME,
  ISSUER,
  openidClient,
  startForApps,
  Visitor,
} from "../support/oauth.ts";
import { type Api, fixedClock, startApi, TEST_NOW, testSettings } from "../support/start-api.ts";

const DAY_MS = 86_400_000;
const REDIRECT = "https://cards.example/return";

let database: TestDatabase;
let api: CastApi;
beforeAll(async () => {
  database = await openTestDatabase();
  api = await startForApps({ database });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** Lets the app in as Ben, at a server and its time. */
async function tokensOf(at: Api, app: App, clock: Clock = fixedClock(), config?: client.Configuration) {
  const known = config ?? (await openidClient(at, app));
  const asked = await asking(known, app, "openid offline_access profile:read", { prompt: "consent" });
  const visitor = await new Visitor(at, clock).signedInAs("ben");
  const back = await visitor.allow(await visitor.go(asked.url), ["profile:read", "offline_access"]);
  return { asked, back, tokens: await exchange(known, asked, back.url) };
}

/** The keys that a server at a later day publishes, after the work of that day. */
async function later<T>(days: number, work: (at: Api, clock: Clock) => Promise<T>): Promise<T> {
  const clock = fixedClock(new Date(TEST_NOW.getTime() + days * DAY_MS));
  const { secretKey } = testSettings;
  await rotateSigningKeys({ db: api.dataSource.manager, clock, secretKey, log: makeLog("silent") });
  const at = await startApi({ database, clock, settings: { publicUrl: HOME } });
  try {
    return await work(at, clock);
  } finally {
    await at.close();
  }
}

const published = async (at: Api): Promise<JSONWebKeySet> =>
  (await (await fetchFrom(at)(`${ISSUER}/jwks`)).json()) as JSONWebKeySet;
const kidOf = (idToken: string | undefined) => decodeProtectedHeader(idToken ?? "").kid;
const verify = (idToken: string | undefined, keys: JSONWebKeySet) =>
  compactVerify(idToken ?? "", createLocalJWKSet(keys));

test("threat 29: a new key is published before it signs, the old one verifies for a while, and is dropped", async () => {
  const app = await makeApp(api.dataSource, { ownerId: keyOf("ada") });
  const { tokens: first } = await tokensOf(api, app);
  expect((await published(api)).keys.map(({ kid }) => kid)).toEqual([kidOf(first.id_token)]);

  const ahead = await later(90, async (at, clock) => {
    const { tokens } = await tokensOf(at, app, clock);
    expect(kidOf(tokens.id_token)).toBe(kidOf(first.id_token));
    return published(at);
  });
  expect(ahead.keys).toHaveLength(2);

  const second = await later(91, async (at, clock) => {
    const { tokens } = await tokensOf(at, app, clock);
    const keys = await published(at);
    await verify(first.id_token, keys);
    await verify(tokens.id_token, ahead);
    return tokens.id_token;
  });
  expect(kidOf(second)).not.toBe(kidOf(first.id_token));

  const last = await later(91 + RETIRED_KEY_DAYS, published);
  await verify(second, last);
  await expect(verify(first.id_token, last)).rejects.toThrow("no applicable key");
});

test("threat 27: an answer to another question is none, whichever part of it differs", async () => {
  const app = await makeApp(api.dataSource, { ownerId: keyOf("ada") });
  const config = await openidClient(api, app);
  const answered = async () => {
    const asked = await asking(config, app, "openid profile:read");
    const visitor = await new Visitor(api).signedInAs("ben");
    const page = await visitor.go(asked.url);
    return { asked, back: (page.text === "" ? page : await visitor.allow(page, ["profile:read"])).url };
  };
  const { asked, back } = await answered();
  const fault = (question: Asking, answer: URL): Promise<string> =>
    exchange(config, question, answer).then(
      () => "none",
      (error: unknown) => {
        const { message, cause } = error as Error;
        return JSON.stringify([message, (cause as Error | undefined)?.message, cause]);
      },
    );
  expect(await fault({ ...asked, nonce: "another" }, back)).toMatch(/\bnonce\b/);
  expect(await fault({ ...asked, state: "another" }, (await answered()).back)).toMatch(/\bstate\b/);
  const mixedUp = await answered();
  mixedUp.back.searchParams.set("iss", "https://evil.example");
  expect(await fault(mixedUp.asked, mixedUp.back)).toMatch(/\biss\b/);
  const last = await answered();
  expect((await exchange(config, last.asked, last.back)).claims()?.nonce).toBe(last.asked.nonce);
});

describe("an app that signs", () => {
  const keyPair = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    return {
      jwk: JSON.stringify({ ...(await exportJWK(publicKey)), kid }),
      auth: client.PrivateKeyJwt({ key: privateKey, kid }),
    };
  };

  test("changes its key without a pause, and the old one is good for nothing afterwards", async () => {
    const [old, next] = [await keyPair("old"), await keyPair("next")];
    const input = { name: "Ledger", kind: "PRIVATE_KEY_JWT", redirectUris: [REDIRECT], publicKeys: [old.jwk] };
    const { app } = await done(api, "ada", "registerApp", input, "app { id }");
    const as = (auth: client.ClientAuth) =>
      client.discovery(new URL(ISSUER), app.id, undefined, auth, { [client.customFetch]: fetchFrom(api) });
    const [before, after] = [await as(old.auth), await as(next.auth)];
    const { tokens } = await tokensOf(api, { redirectUris: [REDIRECT] } as App, fixedClock(), before);
    await expect(client.refreshTokenGrant(after, tokens.refresh_token ?? "")).rejects.toMatchObject({ status: 401 });

    await done(api, "ada", "updateApp", { appId: app.id, publicKeys: [old.jwk, next.jwk] });
    const second = await client.refreshTokenGrant(before, tokens.refresh_token ?? "");
    const third = await client.refreshTokenGrant(after, second.refresh_token ?? "");
    await done(api, "ada", "updateApp", { appId: app.id, publicKeys: [next.jwk] });
    await expect(client.refreshTokenGrant(before, third.refresh_token ?? "")).rejects.toMatchObject({ status: 401 });
    const fourth = await client.refreshTokenGrant(after, third.refresh_token ?? "");
    expect((await api.graphql("{ __typename }", {}, { as: fourth.access_token })).status).toBe(200);
  });
});

test("threat 24: an app that the operator refuses is paused, and goes on where it was when they let it", async () => {
  const { app, token } = await grantApp(api.dataSource, keyOf("cleo"), ["profile:read"]);
  const judge = (state: AppReviewState) =>
    api.dataSource.query("update apps set review_state = $2 where id = $1", [app.id, state]);
  const status = async () => (await api.graphql("{ __typename }", {}, { as: token })).status;
  const config = await openidClient(api, app);
  const { url } = await asking(config, app, "openid profile:read");
  const arrived = async () => (await (await new Visitor(api).signedInAs("cleo")).go(url)).url.origin;
  expect([await status(), await arrived()]).toEqual([200, "https://cards.example"]);
  await judge(AppReviewState.REFUSED);
  expect([await status(), await arrived()]).toEqual([401, HOME]);
  await judge(AppReviewState.REVIEWED);
  expect([await status(), await arrived()]).toEqual([200, "https://cards.example"]);
});
