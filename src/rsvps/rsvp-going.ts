import { IsOptional, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import type { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { answer } from "./answer.ts";
import { offeredMode, openToAnswers } from "./open-to-answers.ts";
import { Rsvp } from "./rsvp.entity.ts";

/** Most guests anybody can bring anywhere; the meeting sets its own limit below. */
export const GUESTS_MAX = 20;

@InputType({ description: "Input of `rsvpGoing`." })
export class RsvpGoingInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => ID, {
    nullable: true,
    description: "Somebody else, for whom an organiser answers; left out, the viewer.",
  })
  personId?: string | null;

  @Field(() => TakePartMode, {
    nullable: true,
    description: "How to take part; left out, the only way there is, or at the place.",
  })
  mode?: TakePartMode | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "People brought along, each of whom takes a seat; at most the meeting's `guestsPerRsvpMax`. None when left out.",
  })
  @IsOptional()
  @Min(0)
  @Max(GUESTS_MAX)
  guests?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Should there be no free chair: wait for one, and come online meanwhile. For meetings that are held both ways and have no limit online.",
  })
  onlineMeanwhile?: boolean | null;
}

export const RsvpGoingPayload = payloadType("RsvpGoing", { rsvp: () => Rsvp });

/**
 * Says that somebody comes. With a free seat they are going; without one they wait in the queue; where the meeting
 * asks for approval, the answer waits for an organiser. To whom a seat was offered, this takes it.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT as `openToAnswers`; INVALID for a mode or party that the meeting does not
 *   take; LIMIT_REACHED if who goes already asks for more seats than are free (their answer stands)
 */
export async function rsvpGoing(ctx: Context, input: RsvpGoingInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, personId, isForOther } = await openToAnswers(ctx, input);
    const mode = offeredMode(meeting, input.mode);
    const guests = input.guests ?? 0;
    if (guests > meeting.guestsPerRsvpMax && !isForOther) {
      throw invalid("guests", `At most ${meeting.guestsPerRsvpMax} guests may be brought to this meeting.`);
    }
    const rsvp = await answer(ctx, meeting, personId, {
      kind: "going",
      mode,
      guests,
      takesSeat: await takesSeat(ctx, meeting, personId),
      onlineMeanwhile: await onlineMeanwhile(ctx, meeting, mode, input),
      isApproved: isForOther,
    });
    if (isForOther) await logAnswer(ctx, "rsvpGoing", rsvp);
    return rsvp;
  });
}

/** Hosts and speakers may have a place of their own, which is not counted. */
async function takesSeat(ctx: Context, meeting: Meeting, personId: string): Promise<boolean> {
  const rows: unknown[] = await ctx.db.query(
    "select 1 from meeting_roles where meeting_id = $1 and person_id = $2 and not takes_seat",
    [meeting.id, personId],
  );
  return rows.length === 0;
}

async function onlineMeanwhile(
  ctx: Context,
  meeting: Meeting,
  mode: TakePartMode,
  input: RsvpGoingInput,
): Promise<boolean> {
  if (!input.onlineMeanwhile) return false;
  if (mode !== TakePartMode.IN_PERSON)
    throw invalid("onlineMeanwhile", "Only who waits for a chair can come online meanwhile.");
  const unlimited: unknown[] = await ctx.db.query(
    "select 1 from meeting_seats where meeting_id = $1 and mode = 'ONLINE' and capacity is null",
    [meeting.id],
  );
  if (unlimited.length === 0)
    throw invalid("onlineMeanwhile", "The meeting is not held online, or its seats there are limited.");
  return true;
}

/** A line in the group's audit log for an answer that an organiser gave for somebody else. */
export async function logAnswer(ctx: Context, action: string, rsvp: Rsvp): Promise<void> {
  await writeAuditEntry(ctx, {
    groupId: rsvp.groupId,
    action,
    personId: rsvp.personId,
    objectId: globalId("rsv", rsvp.id),
    after: { status: rsvp.status, mode: rsvp.mode, guests: rsvp.guests },
  });
}
