/** Tokens of issuers that the operator trusts: which of them are good, and whom they name. */
import { createRemoteJWKSet, customFetch, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import type { TrustedIssuer } from "../platform/trusted-issuer.ts";
import { SUBJECT_LENGTH_MAX } from "./identity.entity.ts";

/** Asymmetric alone: who can check a token must not be able to make one. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];
/** Headers say what a token is for; one that says anything else was not made to sign in with. */
const TYPES: ReadonlySet<string> = new Set(["JWT", "AT+JWT", "APPLICATION/AT+JWT"]);
/** From its making on, whatever end it names. */
const TOKEN_AGE_MAX = "24h";
const CLOCK_TOLERANCE_SECONDS = 5;
const KEYS_TIMEOUT_MS = 3_000;
const KEYS_BYTES_MAX = 65_536;
/** How long keys are believed without asking again, so that one which the issuer withdrew is soon out of use. */
const KEYS_AGE_MS_MAX = 600_000;
/** Between two looks for a key that is not known, so that a flood of made-up ones asks once. */
const KEYS_COOLDOWN_MS = 30_000;
/** For so long an issuer that gave no answer is not asked again. */
const SILENCE_MS = 5_000;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether a credential looks like a signed token of somebody else's. */
export const isSignedToken = (token: string): boolean => JWT.test(token);

/** Whom an issuer means. */
export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
}

/** An issuer's keys could not be had, so nobody can tell whether its token is good: nobody is let in. */
export class IssuerSilent extends Error {}

interface Known extends TrustedIssuer {
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
}

export class TrustedIssuers {
  private readonly known: ReadonlyMap<string, Known>;

  constructor(trusted: readonly TrustedIssuer[]) {
    this.known = new Map(trusted.map((one) => [one.issuer, { ...one, keys: keysOf(one) }]));
  }

  /**
   * Whom a token names; null for one that is not good.
   *
   * @throws IssuerSilent
   */
  async vouchedBy(token: string, now: Date): Promise<Vouched | null> {
    // Whose keys to ask for is said by the token; that it is theirs is proved below.
    const issuer = this.known.get(issuerIn(token));
    if (!issuer) return null;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, issuer.keys, {
        ...{ issuer: issuer.issuer, audience: issuer.audience, algorithms: ALGORITHMS, currentDate: now },
        ...{
          requiredClaims: ["sub", "exp", "iat"],
          maxTokenAge: TOKEN_AGE_MAX,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
        },
      });
      if (!TYPES.has((protectedHeader.typ ?? "JWT").toUpperCase())) return null;
      return isForUs(issuer, payload) ? { issuer: issuer.issuer, subject: payload.sub ?? "" } : null;
    } catch (error) {
      if (saysNothingOfToken(error)) throw new IssuerSilent(issuer.issuer, { cause: error });
      return null;
    }
  }
}

function issuerIn(token: string): string {
  try {
    return decodeJwt(token).iss ?? "";
  } catch {
    return "";
  }
}

/** Made for a program that is trusted, and not for one that would have to prove a key of its own beside it (`cnf`). */
function isForUs({ clients }: TrustedIssuer, { sub = "", azp, client_id, cnf }: JWTPayload): boolean {
  if (sub === "" || sub.length > SUBJECT_LENGTH_MAX || sub.includes("\0") || cnf !== undefined) return false;
  return clients === undefined || clients.some((client) => client === (azp ?? client_id));
}

/** Whatever is wrong with a token has a class of its own; what is left went wrong on the way to the keys. */
const saysNothingOfToken = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === errors.JOSEError.code;

function keysOf({ jwksUrl }: TrustedIssuer): ReturnType<typeof createRemoteJWKSet> {
  let silentUntil = 0;
  return createRemoteJWKSet(new URL(jwksUrl), {
    ...{ timeoutDuration: KEYS_TIMEOUT_MS, cooldownDuration: KEYS_COOLDOWN_MS, cacheMaxAge: KEYS_AGE_MS_MAX },
    [customFetch]: async (url, options) => {
      if (performance.now() < silentUntil) throw new Error("asked a moment ago");
      try {
        return await briefly(await fetch(url, options));
      } catch (error) {
        silentUntil = performance.now() + SILENCE_MS;
        throw error;
      }
    },
  });
}

/** The answer, if it has keys and is no longer than keys are. */
async function briefly(response: Response): Promise<Response> {
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > KEYS_BYTES_MAX) throw new Error(`answered more than ${KEYS_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (!Array.isArray((JSON.parse(text) as { keys?: unknown } | null)?.keys)) throw new Error("answered without keys");
  return new Response(text, { status: response.status });
}
