import { ArrayMaxSize, IsOptional, ValidateNested } from "class-validator";
import { Field, InputType } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
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
import { Meeting } from "./meeting.entity.ts";
import { mayScheduleMeeting } from "./meeting.policy.ts";
import { capacityOf, fitMode, newDetails } from "./meeting-details.ts";
import { waysToTakePart } from "./meeting-mode.ts";
import { MEETING_ROLES_MAX, MeetingRoleInput, setMeetingRoles } from "./meeting-roles.ts";
import { hasEnded } from "./meeting-status.ts";
import { meetingTime, refuseImpossibleWindow, refuseTooFarAhead } from "./meeting-time.ts";
import { ScheduleInput } from "./schedule-input.ts";
import { openSeats } from "./seats.ts";

@InputType({ description: "Input of `scheduleMeeting`." })
export class ScheduleMeetingInput extends ScheduleInput {
  @Field(() => LocalDateTime, {
    description:
      "Start as read on the wall. A time that the clocks jump over in spring becomes the later one; one that they show twice in autumn is the first. At most 10 years ahead.",
  })
  startsAtLocal: string;

  @Field(() => Date, { nullable: true, description: "From when on one can answer; null means at once." })
  rsvpOpensAt?: Date | null;

  @Field(() => Date, { nullable: true, description: "Until when one can answer; null means until it starts." })
  rsvpClosesAt?: Date | null;

  @Field(() => [MeetingRoleInput], { nullable: true, description: "Hosts and speakers, at most 20." })
  @IsOptional()
  @ArrayMaxSize(MEETING_ROLES_MAX)
  @ValidateNested({ each: true })
  roles?: MeetingRoleInput[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether to keep it to the organisers until it is published.",
  })
  draft: boolean;
}

export const ScheduleMeetingPayload = payloadType("ScheduleMeeting", {
  meeting: () => Meeting,
  meetingEdge: () => edgeOf(Meeting),
});

/**
 * Puts a one-off meeting on a group's calendar. What an organiser means is a time on the wall, so that is what
 * is asked for; the instant follows from it. One that would be over already is refused: the past is imported.
 *
 * @throws NOT_FOUND if the viewer cannot see the group, FORBIDDEN unless they organise it, CONFLICT if it is archived
 */
export async function scheduleMeeting(ctx: Context, input: ScheduleMeetingInput): Promise<Meeting> {
  await valid(input);
  signedIn(ctx);
  return once(ctx, "scheduleMeeting", input, Meeting, async (ctx) => {
    const group = await visible(ctx, Group, input.groupId, "groupId");
    if (!mayScheduleMeeting(await standingIn(ctx, group.id))) throw forbidden("schedule this group's meetings");
    if (group.archivedAt) throw conflict("groupId", "An archived group has no new meetings.");

    const meeting = newMeeting(ctx, group, input);
    await ctx.db.insert(Meeting, meeting);
    for (const way of waysToTakePart(meeting.mode))
      await openSeats(ctx, [meeting.id], way, capacityOf(input, way) ?? null);
    if (input.roles) await setMeetingRoles(ctx, meeting, input.roles, "scheduleMeeting");
    await emit(ctx, {
      name: input.draft ? "meeting.drafted" : "meeting.scheduled",
      meetingId: meeting.id,
      groupId: group.id,
    });
    return meeting;
  });
}

/** @throws INVALID for what does not go together */
function newMeeting(ctx: Context, group: Group, input: ScheduleMeetingInput): Meeting {
  const now = ctx.clock.now();
  fitMode(input, input.mode);
  const time = meetingTime(input.startsAtLocal, input.timeZone ?? group.timeZone, input.durationMinutes);
  if (hasEnded(time, now)) throw invalid("startsAtLocal", "The meeting would be over already.");
  refuseTooFarAhead(time.startsAt, now, "startsAtLocal");
  const rsvpWindow = { rsvpOpensAt: input.rsvpOpensAt ?? null, rsvpClosesAt: input.rsvpClosesAt ?? null };
  refuseImpossibleWindow({ ...rsvpWindow, startsAt: time.startsAt });
  return ctx.db.create(Meeting, {
    id: newId(),
    groupId: group.id,
    title: tidyLine(input.title),
    mode: input.mode,
    ...newDetails(input),
    ...time,
    ...rsvpWindow,
    publishedAt: input.draft ? null : now,
    createdAt: now,
    updatedAt: now,
  });
}
