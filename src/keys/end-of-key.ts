import { invalid } from "../platform/errors.ts";
import { ApiKeyKind } from "./api-key.entity.ts";

const DAY_MS = 86_400_000;
/** How far ahead the end of a key may be, in days. */
export const KEY_DAYS_MAX = 731;
/** When a secret key ends if nobody says: nobody remembers what was handed out longer ago. */
const SECRET_KEY_DAYS = 365;

/**
 * When a key ends by itself, as it was asked for or as is usual for its kind; null for never.
 *
 * @throws INVALID for the past, and for more than two years
 */
export function endOfKey(kind: ApiKeyKind, asked: Date | null | undefined, now: Date): Date | null {
  const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS);
  if (asked === undefined || asked === null) return kind === ApiKeyKind.SECRET ? inDays(SECRET_KEY_DAYS) : null;
  if (asked <= now) throw invalid("expiresAt", "In the future.");
  if (asked > inDays(KEY_DAYS_MAX)) throw invalid("expiresAt", "At most two years ahead.");
  return asked;
}
