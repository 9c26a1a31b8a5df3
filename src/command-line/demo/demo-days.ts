/** Moments of the demo world, all counted from now. */
import type { Context } from "../../platform/context.ts";
import { localTimeOf } from "../../platform/zones.ts";

const DAY_MS = 86_400_000;

/** So many days from now; negative is past. */
export const daysFrom = (ctx: Context, days: number): Date => new Date(ctx.clock.now().getTime() + days * DAY_MS);

/** A time of day, `07:30`, on the calendar day of a zone that is so many days from now. */
export const localOn = (ctx: Context, timeZone: string, days: number, time: string): string =>
  `${localTimeOf(daysFrom(ctx, days), timeZone).slice(0, 10)}T${time}:00`;
