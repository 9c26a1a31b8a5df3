import { Field, ID, InputType, Int } from "type-graphql";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { Meeting } from "./meeting.entity.ts";
import { mayPublishMeeting } from "./meeting.policy.ts";
import { hasEnded } from "./meeting-status.ts";

@InputType({ description: "Input of `publishMeeting`." })
export class PublishMeetingInput {
  @Field(() => ID, { description: "The draft." })
  meetingId: string;

  @Field(() => Int, { nullable: true, description: "Refuse with `STALE` if the meeting is no longer at this version." })
  expectedVersion?: number | null;
}

export const PublishMeetingPayload = payloadType("PublishMeeting", { meeting: () => Meeting });

/**
 * Shows a draft to everybody who may see the group. There is no way back but cancelling: what people have read
 * cannot be unread. Publishing what is published changes nothing.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, FORBIDDEN unless they organise its group, CONFLICT for a
 *   draft that was cancelled or would be over
 */
export async function publishMeeting(ctx: Context, input: PublishMeetingInput): Promise<Meeting> {
  await valid(input);
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now();
    const meeting = await visible(ctx, Meeting, input.meetingId, "meetingId", { lock: true });
    if (!mayPublishMeeting(await standingIn(ctx, meeting.groupId))) throw forbidden("publish this group's meetings");
    if (meeting.cancelledAt) throw conflict("meetingId", "The meeting was cancelled.");
    if (meeting.publishedAt) return meeting;
    if (hasEnded(meeting, now)) throw conflict("meetingId", "The meeting would be over already.");

    const changes = { publishedAt: now, sequence: meeting.sequence + 1, updatedAt: now };
    await revise(ctx, meeting, changes, input.expectedVersion);
    await emit(ctx, { name: "meeting.published", meetingId: meeting.id, groupId: meeting.groupId });
    return meeting;
  });
}
