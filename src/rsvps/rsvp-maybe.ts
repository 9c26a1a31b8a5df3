import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { answer, heldRsvp } from "./answer.ts";
import { logAnswer } from "./log-answer.ts";
import { openToAnswers } from "./open-to-answers.ts";
import { Rsvp } from "./rsvp.entity.ts";

@InputType({ description: "Input of `rsvpMaybe`." })
export class RsvpMaybeInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => ID, {
    nullable: true,
    description: "Somebody else, for whom an organiser answers; left out, the viewer.",
  })
  personId?: string | null;
}

export const RsvpMaybePayload = payloadType("RsvpMaybe", { rsvp: () => Rsvp });

/**
 * Says that somebody does not know yet. Gives back the seats they held, or their place in the queue.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT as `openToAnswers`
 */
export async function rsvpMaybe(ctx: Context, input: RsvpMaybeInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, personId, isForOther } = await openToAnswers(ctx, input);
    const held = await heldRsvp(ctx, meeting, personId);
    const before = held.isNew ? null : { ...held.row };
    const rsvp = await answer(ctx, meeting, held, { kind: "maybe" });
    if (isForOther) await logAnswer(ctx, "rsvpMaybe", before, rsvp);
    return rsvp;
  });
}
