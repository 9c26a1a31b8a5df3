/**
 * Tokens, codes and sealed data: the one home of secrets. What the database keeps of them is a hash, a
 * keyed hash or a sealed box, so that a copy of every table signs nobody in.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from "node:crypto";

const TOKEN_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `ngs_` and 256 random bits in hex; the prefix says what kind of credential it is. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(TOKEN_BYTES).toString("hex")}`;

/** A random code of so many decimal digits, leading zeros kept. */
export const newCode = (digits: number): string => String(randomInt(10 ** digits)).padStart(digits, "0");

/** For tokens of 256 random bits a plain SHA-256 is right: there is nothing to guess. */
export const hashOf = (token: string): Buffer => hash("sha256", token, "buffer");

/** The same in hex: for many at once, of which each as bytes would be a piece of memory of its own. */
export const hexHashOf = (text: string): string => hash("sha256", text, "hex");

/**
 * Keyed hash for what could be guessed (short codes, addresses). Each part is written with its length, so that
 * `("ab", "c")` and `("a", "bc")` differ.
 */
export function mac(secretKey: string, purpose: string, ...parts: readonly string[]): Buffer {
  const hmac = createHmac("sha256", derivedKey(secretKey, purpose));
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  return hmac.digest();
}

/** Compares in constant time. */
export const sameSecret = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Encrypts a value for one purpose (AES-256-GCM); `unseal` with the same key and purpose gives it back. */
export function seal(secretKey: string, purpose: string, value: unknown): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", derivedKey(secretKey, purpose), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

/** @throws if the box was sealed under another key or purpose, or was changed */
export function unseal(secretKey: string, purpose: string, box: Buffer): unknown {
  const decipher = createDecipheriv("aes-256-gcm", derivedKey(secretKey, purpose), box.subarray(0, IV_BYTES));
  decipher.setAuthTag(box.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(box.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString("utf8"));
}

/** A key of its own for each purpose, so that one use tells nothing about another. */
const derivedKey = (secretKey: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secretKey, "", purpose, TOKEN_BYTES));
