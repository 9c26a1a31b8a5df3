import { invalid } from "../platform/errors.ts";
import type { ApiKeyKind } from "./api-key.entity.ts";

const DAY_MS = 86_400_000;
/** How far ahead the end of a key may be, in days. */
export const KEY_DAYS_MAX = 731;

/**
 * When a key ends by itself, as it was asked for; null for never.
 *
 * @throws INVALID for the past, and for more than two years
 */
export function endOfKey(_kind: ApiKeyKind, asked: Date | null | undefined, now: Date): Date | null {
  const latest = new Date(now.getTime() + KEY_DAYS_MAX * DAY_MS);
  if (asked === undefined || asked === null) return null;
  if (asked <= now) throw invalid("expiresAt", "In the future.");
  if (asked > latest) throw invalid("expiresAt", "At most two years ahead.");
  return asked;
}
