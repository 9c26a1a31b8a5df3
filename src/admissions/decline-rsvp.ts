import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { answer } from "../rsvps/answer.ts";
import { logAnswer } from "../rsvps/log-answer.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { mayApproveRsvp } from "../rsvps/rsvp.policy.ts";
import { rsvpToDecide } from "./rsvp-to-decide.ts";

@InputType({ description: "Input of `declineRsvp`." })
export class DeclineRsvpInput {
  @Field(() => ID, { description: "An answer of status `REQUESTED`." })
  rsvpId: string;
}

export const DeclineRsvpPayload = payloadType("DeclineRsvp", { rsvp: () => Rsvp });

/**
 * Says no to somebody who would come; they are not going. Declining twice changes nothing. Who was approved already is
 * taken off the list by `rsvpNotGoing` in their name.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT if nothing was asked, or at the wrong moment
 */
export async function declineRsvp(ctx: Context, input: DeclineRsvpInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, rsvp, before } = await rsvpToDecide(ctx, input.rsvpId, mayApproveRsvp, "decline answers here");
    if (rsvp.status === RsvpStatus.NOT_GOING) return rsvp;
    if (rsvp.status !== RsvpStatus.REQUESTED) throw conflict("rsvpId", "This person does not ask to come.");
    await answer(ctx, meeting, { row: rsvp, isNew: false }, { kind: "notGoing" });
    await logAnswer(ctx, "declineRsvp", before, rsvp);
    return rsvp;
  });
}
