/** An app that proves itself by a key of its own, as `oauth4webapi` makes it. */
import { generateKeyPairSync, webcrypto } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as oauth from "oauth4webapi";
import { done } from "../support/act.ts";
import { type CastApi } from "../support/cast.ts";
import { fetchFrom, ISSUER, startForApps, Visitor } from "../support/oauth.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startForApps();
});
afterAll(() => api.close());

const REDIRECT = "https://cards.example/return";

async function keyPair(kid: string) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await webcrypto.subtle.importKey("jwk", privateKey.export({ format: "jwk" }), algorithm, false, ["sign"]);
  return { jwk: JSON.stringify({ ...publicKey.export({ format: "jwk" }), kid }), signing: { key, kid } };
}

test("it is given tokens for what it signs, and nothing for what another key signs", async () => {
  const [own, other] = [await keyPair("own"), await keyPair("own")];
  const input = { name: "Ledger", kind: "PRIVATE_KEY_JWT", redirectUris: [REDIRECT], publicKeys: [own.jwk] };
  const { app } = await done(api, "ada", "registerApp", input, "app { id }");
  const options = { [oauth.customFetch]: fetchFrom(api) };
  const issuer = new URL(ISSUER);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  const client: oauth.Client = { client_id: app.id };

  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const asked = new URL(server.authorization_endpoint ?? "");
  asked.search = new URLSearchParams({
    ...{ client_id: app.id, redirect_uri: REDIRECT, response_type: "code", scope: "openid profile:read", state },
    ...{ code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" },
  }).toString();
  const visitor = await new Visitor(api).signedInAs("ben");
  const page = await visitor.go(asked);
  expect(page.text).toContain("Nobody has checked this app");
  const { url } = await visitor.allow(page, ["profile:read"]);
  const back = oauth.validateAuthResponse(server, client, url, state);

  const exchangeWith = (key: oauth.PrivateKey) =>
    oauth.authorizationCodeGrantRequest(server, client, oauth.PrivateKeyJwt(key), back, REDIRECT, verifier, options);
  expect((await exchangeWith(other.signing)).status).toBe(401);
  const answer = await exchangeWith(own.signing);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, { requireIdToken: true });
  expect(tokens).toMatchObject({ token_type: "bearer", scope: "profile:read", expires_in: 900 });
  expect(tokens.refresh_token).toBeUndefined();
  const { data } = await api.graphql("{ viewer { profile { displayName } } }", {}, { as: tokens.access_token });
  expect(data).toEqual({ viewer: { profile: { displayName: expect.any(String) } } });
});
