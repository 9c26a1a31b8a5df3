import { createHash } from "node:crypto";

/** Of how many people, about, somebody is shown to at most in one week. */
export const SHOWN_TO_MAX = 10;
const WEEK_MS = 7 * 86_400_000;

/**
 * Whether somebody may be shown to this viewer this week. Whom many could be shown to, the lot shows to ten of them, to
 * others next week: so nobody is worn out. A lot needs no count of what others were shown, which would tell of them.
 *
 * @param among to how many people they could be shown
 */
export function lotAllows(viewerId: string, personId: string, among: number, now: Date): boolean {
  const week = Math.floor(now.getTime() / WEEK_MS);
  const lot = createHash("sha256").update(`${viewerId} ${personId} ${week}`).digest().readUInt32BE() / 2 ** 32;
  return lot * among < SHOWN_TO_MAX;
}
