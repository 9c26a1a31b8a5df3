import { IsOptional, Max, Min } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { fitMode, newDetails } from "../meetings/meeting-details.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import { refuseTooFarAhead } from "../meetings/meeting-time.ts";
import { ScheduleInput } from "../meetings/schedule-input.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { tidyLine } from "../platform/plain-text.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { LocalDateTime } from "../platform/scalars/local-date-time.ts";
import { valid } from "../platform/valid.ts";
import { makeOccurrences } from "./make-occurrences.ts";
import { occurrences } from "./occurrences.ts";
import { parseRule, printRule, type RecurrenceRule, RecurrenceRuleError } from "./recurrence-rule.ts";
import { mayScheduleSeries } from "./series.policy.ts";

/** How long ago a series can have begun: a COUNT is counted through from there each time. */
const YEARS_BACK_MAX = 100;
/** Longest time before a start at which answers can open or close: a year. */
export const RSVP_MINUTES_BEFORE_MAX = 366 * 24 * 60;

@InputType({ description: "Input of `scheduleSeries`. What is said of a meeting holds for each of them." })
export class ScheduleSeriesInput extends ScheduleInput {
  @Field(() => String, {
    description:
      "RFC 5545 recurrence rule, for example `FREQ=MONTHLY;BYDAY=2TU`; `recurrencePreview` shows what it gives, and says which rules are read. At most 500 characters.",
  })
  recurrenceRule: string;

  @Field(() => LocalDateTime, {
    description:
      "Start as read on the wall, from which the rule is counted; a meeting itself only if it fits the rule. It may be past, at most 100 years, but only coming meetings are made. At most 10 years ahead.",
  })
  firstStartsAtLocal: string;

  @Field(() => Int, {
    nullable: true,
    description: "Minutes before each start at which answers open, 1 to 527,040 (366 days); null means at once.",
  })
  @IsOptional()
  @Min(1)
  @Max(RSVP_MINUTES_BEFORE_MAX)
  rsvpOpensMinutesBefore?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Minutes before each start at which answers close, 0 to 527,040; null means at the start.",
  })
  @IsOptional()
  @Min(0)
  @Max(RSVP_MINUTES_BEFORE_MAX)
  rsvpClosesMinutesBefore?: number | null;
}

export const ScheduleSeriesPayload = payloadType("ScheduleSeries", {
  series: () => MeetingSeries,
  seriesEdge: () => edgeOf(MeetingSeries),
});

/**
 * Puts a recurring meeting on a group's calendar, and at once the meetings of the next 180 days; a nightly job keeps
 * them that far ahead. Meetings of a series are never drafts.
 *
 * @throws NOT_FOUND if the viewer cannot see the group, FORBIDDEN unless they organise it, CONFLICT if it is archived,
 *   INVALID for a rule that cannot be read or gives no meeting any more
 */
export async function scheduleSeries(ctx: Context, input: ScheduleSeriesInput): Promise<MeetingSeries> {
  await valid(input);
  signedIn(ctx);
  return once(ctx, "scheduleSeries", input, MeetingSeries, async (ctx) => {
    const group = await visible(ctx, Group, input.groupId, "groupId");
    if (!mayScheduleSeries(await standingIn(ctx, group.id))) throw forbidden("schedule this group's meetings");
    if (group.archivedAt) throw conflict("groupId", "An archived group has no new meetings.");

    const series = newSeries(ctx, group, input);
    await ctx.db.insert(MeetingSeries, series);
    await emit(ctx, { name: "series.scheduled", seriesId: series.id, groupId: group.id });
    await makeOccurrences(ctx, series);
    return series;
  });
}

/** @throws INVALID for what does not go together */
function newSeries(ctx: Context, group: Group, input: ScheduleSeriesInput): MeetingSeries {
  const now = ctx.clock.now();
  fitMode(input, input.mode);
  const rule = readRule(input.recurrenceRule);
  const timeZone = input.timeZone ?? group.timeZone;
  refuseTooLongAgo(input.firstStartsAtLocal, now);
  const [next] = occurrences(rule, input.firstStartsAtLocal, timeZone, { from: now, limit: 1 });
  if (!next) throw invalid("recurrenceRule", "The rule gives no meeting from now on.");
  refuseTooFarAhead(next.startsAt, now, "firstStartsAtLocal");
  const { rsvpOpensMinutesBefore = null, rsvpClosesMinutesBefore = null } = input;
  if (rsvpOpensMinutesBefore !== null && rsvpOpensMinutesBefore <= (rsvpClosesMinutesBefore ?? 0)) {
    throw invalid("rsvpOpensMinutesBefore", "Answers open before they close.");
  }
  return ctx.db.create(MeetingSeries, {
    id: newId(),
    groupId: group.id,
    recurrenceRule: printRule(rule),
    firstStartsAtLocal: input.firstStartsAtLocal,
    timeZone,
    durationMinutes: input.durationMinutes,
    title: tidyLine(input.title),
    mode: input.mode,
    ...newDetails(input),
    inPersonCapacity: input.inPersonCapacity ?? null,
    onlineCapacity: input.onlineCapacity ?? null,
    rsvpOpensMinutesBefore,
    rsvpClosesMinutesBefore,
    createdAt: now,
    updatedAt: now,
  });
}

function refuseTooLongAgo(firstStartsAtLocal: string, now: Date): void {
  if (Number(firstStartsAtLocal.slice(0, 4)) < now.getUTCFullYear() - YEARS_BACK_MAX) {
    throw invalid("firstStartsAtLocal", `A series began at most ${YEARS_BACK_MAX} years ago.`);
  }
}

function readRule(text: string): RecurrenceRule {
  try {
    return parseRule(text);
  } catch (error) {
    if (error instanceof RecurrenceRuleError) throw invalid("recurrenceRule", error.message);
    throw error;
  }
}
