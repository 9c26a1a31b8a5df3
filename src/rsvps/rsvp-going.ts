import { IsOptional, Max, Min } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { GiveAnswerInput, giveAnswer } from "./give-answer.ts";
import { GUESTS_MAX, going } from "./going.ts";
import { Rsvp } from "./rsvp.entity.ts";

@InputType({ description: "Input of `rsvpGoing`." })
export class RsvpGoingInput extends GiveAnswerInput {
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

export const RsvpGoingPayload = payloadType("RsvpGoing", { rsvp: () => Rsvp, rsvpEdge: () => edgeOf(Rsvp) });

/**
 * Says that somebody comes. With free seats they are going; without, they wait in the queue; where the meeting asks
 * for approval, the answer waits for an organiser. To whom a seat was offered, this takes it.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT as `openToAnswers`; INVALID for a mode or party that the meeting does not
 *   take; LIMIT_REACHED if who holds seats already asks for more than are free (their answer stands)
 */
export const rsvpGoing = (ctx: Context, input: RsvpGoingInput): Promise<Rsvp> =>
  giveAnswer(ctx, input, "rsvpGoing", (ctx, { meeting, rsvp, isForOther }) =>
    going(ctx, meeting, rsvp, { ...input, isApproved: isForOther }),
  );
