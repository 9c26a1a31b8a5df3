/** The keys that ID tokens are signed with: made, published, used, retired. */
import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Clock } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import { seal, unseal } from "../platform/secrets.ts";
import { SigningKey } from "./signing-key.entity.ts";

const DAY_MS = 86_400_000;
/** Days after which a key gets a successor. */
export const KEY_DAYS = 90;
/** Days for which a successor is published before it signs: apps keep what they read of our keys for a while. */
export const PUBLISHED_AHEAD_DAYS = 1;
/** Days for which a key stays published that signs no more: somebody may sign out with an old token as the hint. */
export const RETIRED_KEY_DAYS = 30;

const SEAL_PURPOSE = "oauth signing key";

export interface KeyDeps {
  readonly db: EntityManager;
  readonly clock: Clock;
  readonly secretKey: string;
  readonly log: Log;
}

/** A private key as the library of OAuth reads them. */
export type PrivateJwk = JsonWebKey & { readonly kid: string; readonly alg: string; readonly use: "sig" };

/** All that is published, the one that signs first. Makes the first one. */
export async function signingKeys(deps: KeyDeps): Promise<PrivateJwk[]> {
  const known = await readKeys(deps);
  if (known.length > 0) return known;
  await makeKey(deps, deps.clock.now());
  return readKeys(deps);
}

/** Gives a key that has served its time a successor, and forgets those that retired long ago. Once a day is enough. */
export async function rotateSigningKeys(deps: KeyDeps): Promise<void> {
  const now = deps.clock.now().getTime();
  const [newest] = await deps.db.find(SigningKey, { order: { signsFrom: "DESC" }, take: 1 });
  if (newest && newest.createdAt.getTime() <= now - KEY_DAYS * DAY_MS) {
    await makeKey(deps, new Date(now + PUBLISHED_AHEAD_DAYS * DAY_MS), newest.kid);
  }
  await deps.db.query(
    `delete from oauth_signing_keys k
      where exists (select from oauth_signing_keys s where s.signs_from > k.signs_from and s.signs_from <= $1)`,
    [new Date(now - RETIRED_KEY_DAYS * DAY_MS)],
  );
}

/** Two servers that start, or rotate, at once make one key: the second finds what it was to follow gone by. */
async function makeKey({ db, clock, secretKey }: KeyDeps, signsFrom: Date, after: string | null = null): Promise<void> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const kid = newId();
  const jwk: PrivateJwk = { ...privateKey.export({ format: "jwk" }), kid, alg: "ES256", use: "sig" };
  await db.transaction(async (db) => {
    await db.query("select pg_advisory_xact_lock(hashtextextended('oauth signing keys', 0))");
    const [newest] = await db.find(SigningKey, { order: { signsFrom: "DESC" }, take: 1 });
    if ((newest?.kid ?? null) !== after) return;
    await db.insert(SigningKey, {
      kid,
      sealedKey: seal(secretKey, SEAL_PURPOSE, jwk),
      createdAt: clock.now(),
      signsFrom,
    });
  });
}

async function readKeys({ db, clock, secretKey, log }: KeyDeps): Promise<PrivateJwk[]> {
  const now = clock.now();
  const rows = await db.find(SigningKey, { order: { signsFrom: "DESC" } });
  const keys = rows.flatMap((row) => {
    try {
      return [{ row, jwk: unseal(secretKey, SEAL_PURPOSE, row.sealedKey) as PrivateJwk }];
    } catch (error) {
      log.error({ err: error, kid: row.kid }, "a signing key cannot be opened: was SECRET_KEY changed?");
      return [];
    }
  });
  const signs = keys.findIndex(({ row }) => row.signsFrom <= now);
  const first = signs < 0 ? [] : keys.splice(signs, 1);
  return [...first, ...keys].map(({ jwk }) => jwk);
}
