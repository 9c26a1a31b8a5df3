import { IsOptional } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { Meeting } from "./meeting.entity.ts";
import { mayCancelMeeting } from "./meeting.policy.ts";
import { hasEnded } from "./meeting-status.ts";

/** Longest reason of a cancellation, in characters. */
export const REASON_LENGTH_MAX = 1_000;

@InputType({ description: "Input of `cancelMeeting`." })
export class CancelMeetingInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => Int, { nullable: true, description: "Refuse with `STALE` if the meeting is no longer at this version." })
  expectedVersion?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Why, for everybody who may see the meeting. Plain text, 1 to 1,000 characters.",
  })
  @IsOptional()
  @IsParagraphs(REASON_LENGTH_MAX)
  reason?: string | null;
}

export const CancelMeetingPayload = payloadType("CancelMeeting", { meeting: () => Meeting });

/**
 * Calls a meeting off. It stays on the calendar, so that nobody stands before a closed door; a draft stays with the
 * organisers. One of a series is cancelled alone. Cancelling a cancelled meeting changes nothing.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, FORBIDDEN unless they organise its group, CONFLICT once it
 *   is over
 */
export async function cancelMeeting(ctx: Context, input: CancelMeetingInput): Promise<Meeting> {
  await valid(input);
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const meeting = await visible(ctx, Meeting, input.meetingId, "meetingId", { lock: true });
    if (!mayCancelMeeting(await standingIn(ctx, meeting.groupId))) throw forbidden("cancel this group's meetings");
    if (meeting.cancelledAt) return meeting;
    if (hasEnded(meeting, ctx.clock.now())) throw conflict("meetingId", "The meeting is over.");
    await callOff(ctx, meeting, input.reason ?? null, input.expectedVersion);
    await writeAuditEntry(ctx, {
      groupId: meeting.groupId,
      action: "cancelMeeting",
      objectId: globalId("mtg", meeting.id),
      after: { startsAtLocal: meeting.startsAtLocal },
    });
    return meeting;
  });
}

/** Writes one cancellation and announces it; also for the rest of a series that ends. */
export async function callOff(
  ctx: Context,
  meeting: Meeting,
  reason: string | null,
  expectedVersion?: number | null,
): Promise<Meeting> {
  const now = ctx.clock.now();
  const changes = {
    cancelledAt: now,
    cancellationReason: reason && tidyParagraphs(reason),
    sequence: meeting.sequence + 1,
    ...(meeting.seriesId && { differsFromSeries: true }),
    updatedAt: now,
  };
  await revise(ctx, meeting, changes, expectedVersion);
  const wasPublished = meeting.publishedAt !== null;
  await emit(ctx, { name: "meeting.cancelled", meetingId: meeting.id, groupId: meeting.groupId, wasPublished });
  return meeting;
}
