/** An issuer of signed tokens as others run them: its keys are published, and can be lost, late or too many. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";
import type { TrustedIssuer } from "../../src/platform/trusted-issuer.ts";
import { TEST_NOW } from "./start-api.ts";

export const AUDIENCE = "https://wellmet.example/graphql";
const MINUTES = 60;

export interface Issuer {
  readonly trusted: TrustedIssuer;
  /** How often its keys were asked for. */
  readonly asked: { times: number };
  /** What it answers with instead of its keys. */
  answersWith(answer: ((response: ServerResponse) => void) | null): void;
  /** Its keys change: what it signed before is signed by nobody. */
  renewKeys(): Promise<void>;
  /** A token that is good, but for what is said otherwise; `undefined` leaves a claim out. */
  token(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>, key?: CryptoKey): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const asked = { times: 0 };
  let keys = await generateKeyPair("ES256", { extractable: true });
  let instead: ((response: ServerResponse) => void) | null = null;
  const server = createServer((_request, response) => {
    asked.times += 1;
    if (instead) return instead(response);
    void exportJWK(keys.publicKey).then((jwk) =>
      response.end(JSON.stringify({ keys: [{ ...jwk, kid: "one", alg: "ES256" }] })),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    trusted: { issuer, audience: AUDIENCE, jwksUrl: `${issuer}/jwks` },
    asked,
    answersWith: (answer) => {
      instead = answer;
    },
    renewKeys: async () => {
      keys = await generateKeyPair("ES256", { extractable: true });
    },
    token: (claims = {}, header = {}, key = keys.privateKey) => {
      const now = Math.floor(TEST_NOW.getTime() / 1000);
      const usual = { iss: issuer, aud: AUDIENCE, sub: "ben|1", iat: now, exp: now + 5 * MINUTES };
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: "ES256", kid: "one", typ: "at+jwt", ...header })
        .sign(key);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
