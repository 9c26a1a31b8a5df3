import { IsOptional, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { LocalDateTime } from "../platform/scalars/local-date-time.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { Meeting } from "./meeting.entity.ts";
import { mayRescheduleMeeting } from "./meeting.policy.ts";
import { DURATION_MINUTES_MAX } from "./meeting-details.ts";
import { hasStarted } from "./meeting-status.ts";
import { meetingTime, movedAlong, refuseTooFarAhead } from "./meeting-time.ts";

@InputType({ description: "Input of `rescheduleMeeting`." })
export class RescheduleMeetingInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => Int, { nullable: true, description: "Refuse with `STALE` if the meeting is no longer at this version." })
  expectedVersion?: number | null;

  @Field(() => LocalDateTime, {
    description:
      "New start as read on the wall. A time that the clocks jump over in spring becomes the later one; one that they show twice in autumn is the first. In the future, at most 10 years ahead.",
  })
  startsAtLocal: string;

  @Field(() => TimeZone, { nullable: true, description: "Zone of that wall; the meeting's when left out." })
  timeZone?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "New length in minutes, 1 to 10,080 (7 days); as before when left out.",
  })
  @IsOptional()
  @Min(1)
  @Max(DURATION_MINUTES_MAX)
  durationMinutes?: number | null;
}

export const RescheduleMeetingPayload = payloadType("RescheduleMeeting", { meeting: () => Meeting });

/**
 * Moves a meeting to another time. It stays the same meeting, with its answers, and says from when it was moved;
 * of a series it keeps its `originalStart`. When answers open and close moves along.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, FORBIDDEN unless they organise its group, CONFLICT for one
 *   that was cancelled or has started, STALE if it is no longer at `expectedVersion`
 */
export async function rescheduleMeeting(ctx: Context, input: RescheduleMeetingInput): Promise<Meeting> {
  await valid(input);
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const meeting = await visible(ctx, Meeting, input.meetingId, "meetingId", { lock: true });
    if (!mayRescheduleMeeting(await standingIn(ctx, meeting.groupId))) throw forbidden("move this group's meetings");
    if (meeting.cancelledAt) throw conflict("meetingId", "The meeting was cancelled.");
    if (hasStarted(meeting, ctx.clock.now())) throw conflict("meetingId", "The meeting has started.");

    const { startsAt: movedFrom, endsAt, timeZone } = meeting;
    const before = timeOf(meeting);
    const changes = changesOf(ctx, meeting, input);
    const isMoved = movedFrom.getTime() !== changes.startsAt.getTime();
    if (!isMoved && endsAt.getTime() === changes.endsAt.getTime() && timeZone === changes.timeZone) return meeting;

    await revise(
      ctx,
      meeting,
      { ...changes, ...(isMoved && meeting.publishedAt && { movedFrom }) },
      input.expectedVersion,
    );
    await writeAuditEntry(ctx, {
      groupId: meeting.groupId,
      action: "rescheduleMeeting",
      objectId: globalId("mtg", meeting.id),
      before,
      after: timeOf(meeting),
    });
    await emit(ctx, {
      name: "meeting.rescheduled",
      meetingId: meeting.id,
      groupId: meeting.groupId,
      movedFrom: movedFrom.toISOString(),
      wasPublished: meeting.publishedAt !== null,
    });
    return meeting;
  });
}

const timeOf = ({ startsAtLocal, timeZone, durationMinutes }: Meeting) => ({
  startsAtLocal,
  timeZone,
  durationMinutes,
});

/** @throws INVALID for a start that is past or too far ahead */
function changesOf(ctx: Context, meeting: Meeting, input: RescheduleMeetingInput) {
  const now = ctx.clock.now();
  const time = meetingTime(
    input.startsAtLocal,
    input.timeZone ?? meeting.timeZone,
    input.durationMinutes ?? meeting.durationMinutes,
  );
  if (hasStarted(time, now)) throw invalid("startsAtLocal", "The new start is past.");
  refuseTooFarAhead(time.startsAt, now, "startsAtLocal");
  return {
    ...time,
    rsvpOpensAt: movedAlong(meeting.rsvpOpensAt, meeting.startsAt, time.startsAt),
    rsvpClosesAt: movedAlong(meeting.rsvpClosesAt, meeting.startsAt, time.startsAt),
    sequence: meeting.sequence + 1,
    ...(meeting.seriesId && { differsFromSeries: true }),
    updatedAt: now,
  };
}
