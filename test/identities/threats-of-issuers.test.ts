/** Threat 43: others vouch for people where the operator says so, and for nobody whom the operator did not link. */
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { linkIdentity } from "../../src/identities/link-identity.ts";
import { suspendIdentity } from "../../src/identities/suspend-identity.ts";
import type { TrustedIssuer } from "../../src/platform/trusted-issuer.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { AUDIENCE, type Issuer, startIssuer } from "../support/issuer.ts";
import { testJobs } from "../support/jobs.ts";
import { TEST_NOW } from "../support/start-api.ts";

const NOW_S = TEST_NOW.getTime() / 1000;
const DAY_S = 86_400;

let issuer: Issuer;
let api: CastApi;
const serve = async (more: Partial<TrustedIssuer> = {}) => {
  api = await startWithCast({ settings: { trustedIssuers: [{ ...issuer.trusted, ...more }] } });
};
beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(async () => {
  await api.close();
  await issuer.close();
});

const ctxOf = () => testJobs(api.dataSource.manager).ctx;
const linked = (who: CastName, subject = `${who}|1`) =>
  linkIdentity(ctxOf(), { issuer: issuer.trusted.issuer, subject }, keyOf(who));
const send = (token: string, headers: Record<string, string> = {}) =>
  api.graphql<{ viewer: { id: string } | null }>("{ viewer { id } }", {}, { as: token, headers });
const statusOf = async (token: string) => (await send(token)).status;

describe("threat 43: a token of a trusted issuer", () => {
  test("signs in whom the operator linked, at the price of one look at the keys", async () => {
    await serve();
    await linked("ben");
    for (const typ of ["at+jwt", "JWT", undefined]) {
      const { status, data } = await send(await issuer.token({}, typ === undefined ? {} : { typ }));
      expect([status, data]).toEqual([200, { viewer: { id: idOf("ben") } }]);
    }
    expect(issuer.asked.times).toBe(1);
  });

  test("is nobody's where it names somebody else, whatever address it has, proved or not", async () => {
    await serve();
    await linked("ben");
    const [{ email }] = await api.dataSource.query<[{ email: string }]>("select email from people where id = $1", [
      keyOf("ben"),
    ]);
    for (const email_verified of [true, false]) {
      expect(await statusOf(await issuer.token({ sub: "mallory|1", email, email_verified }))).toBe(401);
    }
    expect(await api.dataSource.query("select subject from identities")).toEqual([{ subject: "ben|1" }]);
  });

  test("is refused for every flaw of its claims", async () => {
    await serve({ clients: ["site"] });
    await linked("ben");
    expect(await statusOf(await issuer.token({ azp: "site" }))).toBe(200);
    expect(await statusOf(await issuer.token({ client_id: "site" }))).toBe(200);
    const flaws = {
      "another audience": { aud: "https://other.example" },
      "no audience": { aud: undefined },
      "another issuer": { iss: "https://id.example" },
      "an issuer that only begins alike": { iss: `${issuer.trusted.issuer}/` },
      "run out": { exp: NOW_S - 6 },
      "no end": { exp: undefined },
      "no beginning": { iat: undefined },
      "not yet": { nbf: NOW_S + 60 },
      "made too long ago": { iat: NOW_S - DAY_S - 6 },
      "nobody's": { sub: undefined },
      "an empty name": { sub: "" },
      "another program's": { azp: "elsewhere", client_id: "site" },
      "bound to a key": { cnf: { jkt: "x" } },
    };
    const outcomes = await Promise.all(
      Object.entries(flaws).map(async ([what, claims]) => [
        what,
        await statusOf(await issuer.token({ azp: "site", ...claims })),
      ]),
    );
    expect(outcomes).toEqual(Object.keys(flaws).map((what) => [what, 401]));
    expect(await statusOf(await issuer.token({ azp: "site" }, { typ: "logout+jwt" }))).toBe(401);
  });

  test("a few seconds of clocks that differ are forgiven", async () => {
    await serve();
    await linked("ben");
    expect(await statusOf(await issuer.token({ exp: NOW_S - 4 }))).toBe(200);
    expect(await statusOf(await issuer.token({ nbf: NOW_S + 4 }))).toBe(200);
  });

  test("is refused unless its key signed it, by no algorithm but the issuer's own", async () => {
    await serve();
    await linked("ben");
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    expect(await statusOf(await issuer.token({}, {}, privateKey))).toBe(401);
    const claims = { iss: issuer.trusted.issuer, aud: AUDIENCE, sub: "ben|1", iat: NOW_S, exp: NOW_S + 60 };
    expect(await statusOf(new UnsecuredJWT(claims).encode())).toBe(401);
    const asSecret = new TextEncoder().encode(await exportSPKI(publicKey));
    const confused = await new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "one" }).sign(asSecret);
    expect(await statusOf(confused)).toBe(401);
    const [head = "", , signature = ""] = (await issuer.token()).split(".");
    const altered = Buffer.from(JSON.stringify({ ...claims, sub: "ada|1" })).toString("base64url");
    await linked("ada");
    expect(await statusOf([head, altered, signature].join("."))).toBe(401);
  });

  test("fifty made-up keys make one request", async () => {
    await serve();
    await linked("ben");
    const tokens = Array.from({ length: 50 }, (_, at) => issuer.token({}, { kid: `made up ${at}` }));
    const statuses = await Promise.all(tokens.map(async (token) => statusOf(await token)));
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(issuer.asked.times).toBe(1);
    expect(await statusOf(await issuer.token())).toBe(200);
  });

  test.each([
    ["that are not there", (response: ServerResponse) => response.writeHead(500).end()],
    ["that are elsewhere", (response: ServerResponse) => response.writeHead(302, { location: "/" }).end()],
    ["that are none", (response: ServerResponse) => response.end("<html>")],
    ["that are too long", (response: ServerResponse) => response.end(" ".repeat(70_000))],
  ])("lets nobody in by keys %s, and asks for them once in a while", async (_what, answer) => {
    await serve();
    await linked("ben");
    issuer.answersWith((response) => void answer(response));
    const [token, cookie] = [await issuer.token(), { cookie: "sid=ngs_0" }];
    for (const headers of [{}, cookie]) {
      const { status, headers: said, errors } = await send(token, headers);
      expect([status, said.has("retry-after"), errors?.[0]?.extensions.code]).toEqual([503, true, "UNAVAILABLE"]);
    }
    expect(issuer.asked.times).toBe(1);
    expect((await api.as("ben").graphql("{ viewer { id } }")).status).toBe(200);
  });

  test("stops with the next request once the operator suspends it, and works again when they link it again", async () => {
    await serve();
    await linked("ben");
    const token = await issuer.token();
    const identity = { issuer: issuer.trusted.issuer, subject: "ben|1" };
    expect(await statusOf(token)).toBe(200);
    expect([await suspendIdentity(ctxOf(), identity), await suspendIdentity(ctxOf(), identity)]).toEqual([true, false]);
    expect(await statusOf(token)).toBe(401);
    await expect(linked("ada", "ben|1")).rejects.toThrow("somebody else's");
    expect(await statusOf(token)).toBe(401);
    await linked("ben");
    expect(await statusOf(token)).toBe(200);
  });

  test("is no cookie, is not for pages elsewhere, and has no session: none to end, none to make another way in from", async () => {
    await serve();
    await linked("ben");
    const token = await issuer.token();
    const ask = { method: "POST", body: JSON.stringify({ query: "{ viewer { id } }" }) };
    const type = { "content-type": "application/json" };
    const origin = "https://groups.example";
    const asCookie = await fetch(api.url, { ...ask, headers: { ...type, origin, cookie: `sid=${token}` } });
    expect(asCookie.status).toBe(401);
    expect((await send(token, { origin: "https://evil.example" })).status).toBe(403);
    expect((await api.as("ben").graphql("{ viewer { id } }")).status).toBe(200);
    const passkey = "mutation { beginPasskeyRegistration(input: {}) { errors { code } } }";
    expect((await api.graphql(passkey, {}, { as: token })).data).toEqual({
      beginPasskeyRegistration: { errors: [{ code: "CONFLICT" }] },
    });
    const signOut = "mutation { signOut(input: {}) { sessionsEnded } }";
    expect((await api.graphql(signOut, {}, { as: token })).data).toEqual({ signOut: { sessionsEnded: 0 } });
    expect((await api.as("ben").graphql("{ viewer { id } }")).status).toBe(200);
  });
});

test("threat 43: where no issuer is trusted, no token of anybody's is looked at", async () => {
  api = await startWithCast();
  await linked("ben");
  expect(await statusOf(await issuer.token())).toBe(401);
  expect(issuer.asked.times).toBe(0);
});
