/** The code that a member shows at the entrance: short enough to be typed, and worth something for a minute. */
import type { Context } from "../platform/context.ts";
import { mac } from "../platform/secrets.ts";

/** Decimal digits, for the keypad of a telephone. */
const CODE_DIGITS = 10;
/** Spaces and hyphens among the digits are how people read them out. */
export const CODE_LENGTH_MAX = 20;

/** Made of the row's key by our secret, so that the code itself is kept nowhere. */
export const ownCheckInCode = (ctx: Context, id: string): string =>
  String(mac(ctx.secretKey, "code of a check-in", id).readBigUInt64BE() % 10n ** BigInt(CODE_DIGITS)).padStart(
    CODE_DIGITS,
    "0",
  );

/** By which a code is found, at its own meeting alone. */
export const hashOfCheckInCode = (ctx: Context, meetingId: string, code: string): Buffer =>
  mac(ctx.secretKey, "check-in", meetingId, code.replaceAll(/[\s-]/g, ""));
