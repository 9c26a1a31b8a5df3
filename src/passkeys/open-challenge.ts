/** Challenges that devices sign: made, kept as a hash, and used up by the first answer. */
import type { Context } from "../platform/context.ts";
import { hashOf, newToken } from "../platform/secrets.ts";
import { PasskeyChallenge, type PasskeyPurpose } from "./passkey-challenge.entity.ts";

const CHALLENGE_LENGTH_MAX = 200;

export interface OpenedChallenge {
  /** As the device signs it: base64url of the random bytes. */
  readonly challenge: string;
  readonly expiresAt: Date;
}

export async function openChallenge(
  ctx: Context,
  purpose: PasskeyPurpose,
  personId: string | null,
  seconds: number,
): Promise<OpenedChallenge> {
  const challenge = Buffer.from(newToken("ngw")).toString("base64url");
  const expiresAt = new Date(ctx.clock.now().getTime() + seconds * 1_000);
  await ctx.db.insert(PasskeyChallenge, { hash: hashOf(challenge), purpose, personId, expiresAt, usedAt: null });
  return { challenge, expiresAt };
}

/**
 * Uses up the challenge that a device says to have signed; null if it is none of ours, of another purpose or person,
 * too old, or was answered before. Outside of the act's transaction: a wrong answer uses it up as well.
 */
export async function useChallenge(
  ctx: Context,
  purpose: PasskeyPurpose,
  personId: string | null,
  clientDataJson: string,
): Promise<string | null> {
  const challenge = challengeIn(clientDataJson);
  if (challenge === null) return null;
  const [rows] = await ctx.db.query<[unknown[], number]>(
    `update passkey_challenges set used_at = $4
      where hash = $1 and purpose = $2 and person_id is not distinct from $3 and used_at is null and expires_at > $4
     returning hash`,
    [hashOf(challenge), purpose, personId, ctx.clock.now()],
  );
  return rows.length > 0 ? challenge : null;
}

function challengeIn(clientDataJson: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJson, "base64url").toString("utf8")) as {
      challenge?: unknown;
    };
    return typeof challenge === "string" && challenge.length <= CHALLENGE_LENGTH_MAX ? challenge : null;
  } catch {
    return null;
  }
}
