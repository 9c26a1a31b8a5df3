import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { payloadType } from "../platform/payload.ts";
import { valid } from "../platform/valid.ts";
import { ClosedBusiness } from "./closed-business.entity.ts";
import { mayCorrectClosedBusiness } from "./referral.policy.ts";
import { BusinessInput, holdReferral, insertBusiness } from "./report-closed-business.ts";
import "./referral.events.ts";

@InputType({ description: "What a report of closed business should have said: all of it, not only what was wrong." })
export class CorrectClosedBusinessInput extends BusinessInput {
  @Field(() => ID, { description: "The report, which nobody corrected yet." })
  closedBusinessId: string;
}

export const CorrectClosedBusinessPayload = payloadType("CorrectClosedBusiness", {
  closedBusiness: { type: () => ClosedBusiness, description: "The new one. Null when `errors` is not empty." },
});

/**
 * Puts another report in the place of one. The first one stays readable for those who saw it, and counts no more. An
 * amount of 0 takes it back. In another currency it is other money: take the first back, and report anew.
 *
 * @throws NOT_FOUND, FORBIDDEN for whoever did not report it, INVALID, CONFLICT for one that was corrected already
 */
export function correctClosedBusiness(ctx: Context, input: CorrectClosedBusinessInput): Promise<ClosedBusiness> {
  const viewerId = signedIn(ctx);
  return once(ctx, "correctClosedBusiness", input, ClosedBusiness, async (ctx) => {
    await valid(input);
    const corrected = await visible(ctx, ClosedBusiness, input.closedBusinessId, "closedBusinessId");
    if (!mayCorrectClosedBusiness(corrected, viewerId)) throw forbidden("correct what somebody else reported");
    const referral = await holdReferral(ctx, corrected.referralId);
    const later = await ctx.db.findOneBy(ClosedBusiness, { correctsId: corrected.id });
    if (later) {
      const about = { entity: ClosedBusiness, id: later.id };
      throw conflict("closedBusinessId", "It was corrected already: correct what stands in its place.", about);
    }
    if (input.amount.currency !== corrected.currency) {
      throw invalid(["amount", "currency"], "In the same currency, or 0 and a new report.");
    }
    const business = await insertBusiness(ctx, input, { referral, corrected });
    await emit(ctx, {
      name: "closedBusiness.corrected",
      closedBusinessId: business.id,
      referralId: business.referralId,
    });
    return business;
  });
}
