/** The code of an offer: short enough to be read out, and worth something for some minutes only. */
import type { Context } from "../platform/context.ts";
import { mac } from "../platform/secrets.ts";

/** Decimal digits, for the keypad of a telephone. */
const CODE_DIGITS = 10;
/** Spaces and hyphens among the digits are how people write them down. */
export const CODE_LENGTH_MAX = 20;

/** Made of the offer's key by our secret: asking again for the same offer gives the same code, and none is stored. */
export const connectionCode = (ctx: Context, offerId: string): string =>
  String(
    mac(ctx.secretKey, "code of a connection offer", offerId).readBigUInt64BE() % 10n ** BigInt(CODE_DIGITS),
  ).padStart(CODE_DIGITS, "0");

/** By which an offer is found. */
export const hashOfConnectionCode = (ctx: Context, code: string): Buffer =>
  mac(ctx.secretKey, "connection offer", code.replaceAll(/[\s-]/g, ""));
