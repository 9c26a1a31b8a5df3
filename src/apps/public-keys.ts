import { createPublicKey, type JsonWebKey } from "node:crypto";
import { invalid } from "../platform/errors.ts";
import { AppKind } from "./app.entity.ts";

/** Keys of one app: the one in use, and those before and after it. */
export const PUBLIC_KEYS_MAX = 5;
/** Longest of them, in characters: an RSA key of 4,096 bits has about 800. */
export const PUBLIC_KEY_LENGTH_MAX = 4_000;

const PRIVATE_PARTS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const KINDS: ReadonlySet<unknown> = new Set(["EC", "OKP", "RSA"]);
const RSA_BITS_MIN = 2_048;

/**
 * The keys of an app as JWK sets have them; null for an app that has none.
 *
 * @throws INVALID for what is no public key, at its place in `publicKeys`
 */
export function publicKeysOf(kind: AppKind, texts: readonly string[]): { keys: JsonWebKey[] } | null {
  if ((kind === AppKind.PRIVATE_KEY_JWT) !== texts.length > 0) {
    throw invalid("publicKeys", "Apps of kind PRIVATE_KEY_JWT have public keys, others have none.");
  }
  if (texts.length === 0) return null;
  return {
    keys: texts.map((text, index) => {
      const key = publicKeyIn(text);
      if (!key) throw invalid(["publicKeys", String(index)], "This is no public key as JWK, with a `kid`.");
      return key;
    }),
  };
}

function publicKeyIn(text: string): JsonWebKey | null {
  try {
    const jwk = JSON.parse(text) as JsonWebKey & Record<string, unknown>;
    if (typeof jwk["kid"] !== "string" || !KINDS.has(jwk.kty) || PRIVATE_PARTS.some((part) => part in jwk)) return null;
    const { asymmetricKeyDetails } = createPublicKey({ key: jwk, format: "jwk" });
    const bits = asymmetricKeyDetails?.modulusLength;
    return bits !== undefined && bits < RSA_BITS_MIN ? null : jwk;
  } catch {
    return null;
  }
}
