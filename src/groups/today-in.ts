import { Temporal } from "temporal-polyfill";
import type { Context } from "../platform/context.ts";
import type { Group } from "./group.entity.ts";

/** Today by the calendar of a group, for example `2026-05-04`. */
export const todayIn = (ctx: Context, group: Pick<Group, "timeZone">): string =>
  Temporal.Instant.fromEpochMilliseconds(ctx.clock.now().getTime())
    .toZonedDateTimeISO(group.timeZone)
    .toPlainDate()
    .toString();
