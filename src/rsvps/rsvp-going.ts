import { IsOptional, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { answer, heldRsvp } from "./answer.ts";
import { GUESTS_MAX, going } from "./going.ts";
import { logAnswer } from "./log-answer.ts";
import { openToAnswers } from "./open-to-answers.ts";
import { Rsvp } from "./rsvp.entity.ts";

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
    description: "How to take part; left out, as said before, else the only way there is, or at the place.",
  })
  mode?: TakePartMode | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "People brought along, each of whom takes a seat; at most the meeting's `guestsPerRsvpMax`. Left out, as many as said before, else none.",
  })
  @IsOptional()
  @Min(0)
  @Max(GUESTS_MAX)
  guests?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Should there be no free chair: wait for one, and come online meanwhile. For meetings that are held both ways and have no limit online. Left out, as said before, else false.",
  })
  onlineMeanwhile?: boolean | null;
}

export const RsvpGoingPayload = payloadType("RsvpGoing", { rsvp: () => Rsvp });

/**
 * Says that somebody comes. With free seats they are going; without, they wait in the queue; where the meeting asks
 * for approval, the answer waits for an organiser. To whom a seat was offered, this takes it.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT as `openToAnswers`; INVALID for a mode or party that the meeting does not
 *   take; LIMIT_REACHED if who holds seats already asks for more than are free (their answer stands)
 */
export async function rsvpGoing(ctx: Context, input: RsvpGoingInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, personId, isForOther } = await openToAnswers(ctx, input);
    const held = await heldRsvp(ctx, meeting, personId);
    const before = held.isNew ? null : { ...held.row };
    const wish = await going(ctx, meeting, held.row, { ...input, isApproved: isForOther });
    const rsvp = await answer(ctx, meeting, held, wish);
    if (isForOther) await logAnswer(ctx, "rsvpGoing", before, rsvp);
    return rsvp;
  });
}
