import { Field, ID, InputType } from "type-graphql";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { answer } from "../rsvps/answer.ts";
import { logAnswer } from "../rsvps/log-answer.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { mayAnswer, mayApproveRsvp } from "../rsvps/rsvp.policy.ts";
import { rsvpToDecide } from "./rsvp-to-decide.ts";

@InputType({ description: "Input of `approveRsvp`." })
export class ApproveRsvpInput {
  @Field(() => ID, { description: "An answer of status `REQUESTED`." })
  rsvpId: string;
}

export const ApproveRsvpPayload = payloadType("ApproveRsvp", { rsvp: () => Rsvp });

const APPROVED: readonly RsvpStatus[] = [RsvpStatus.GOING, RsvpStatus.OFFERED, RsvpStatus.WAITLISTED];

/**
 * Says yes to somebody who would come: with free seats they are going, without they wait in the queue. Approving twice
 * changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT if nothing was asked, or at the wrong moment
 */
export async function approveRsvp(ctx: Context, input: ApproveRsvpInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, rsvp, before } = await rsvpToDecide(ctx, input.rsvpId, mayApproveRsvp, "approve answers here");
    if (APPROVED.includes(rsvp.status)) return rsvp;
    if (rsvp.status !== RsvpStatus.REQUESTED) throw conflict("rsvpId", "This person does not ask to come.");
    if (!mayAnswer(await standingIn(ctx, meeting.groupId, rsvp.personId))) {
      throw conflict("rsvpId", "The group has banned this person.");
    }
    const { mode, guests, takesSeat, onlineMeanwhile } = rsvp;
    const wish = { kind: "going", mode, guests, takesSeat, onlineMeanwhile, isApproved: true } as const;
    await answer(ctx, meeting, { row: rsvp, isNew: false }, wish);
    await logAnswer(ctx, "approveRsvp", before, rsvp);
    return rsvp;
  });
}
