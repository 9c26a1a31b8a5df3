/** Who asks: the same look-up for every contender, by the hash of the token. */
import { createHash } from "node:crypto";

const IDLE_DAYS = 30;
const DAY_MS = 86_400_000;

export const SESSION = {
  name: "session",
  text: "select person_id from sessions where token_hash = $1 and ended_at is null and expires_at > $2 and last_seen_at > $3",
} as const;

export function sessionParameters(authorization: string | undefined): [Buffer, Date, Date] {
  const now = Date.now();
  const hash = createHash("sha256")
    .update((authorization ?? "").slice("Bearer ".length))
    .digest();
  return [hash, new Date(now), new Date(now - IDLE_DAYS * DAY_MS)];
}

/** As many connections as Wellmet opens. */
export const POOL_SIZE = 8;
