import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Offer } from "./offer.entity.ts";
import { mayClosePosting } from "./posting.policy.ts";
import "./ask.events.ts";

@InputType({ description: "An offer that no longer stands." })
export class CloseOfferInput {
  @Field(() => ID, { description: "The viewer's own." })
  offerId: string;
}

export const CloseOfferPayload = payloadType("CloseOffer", { offer: () => Offer });

/**
 * Closes an offer: from now on its audience does not see it. One that is closed stays so.
 *
 * @throws NOT_FOUND, FORBIDDEN for somebody else's
 */
export function closeOffer(ctx: Context, input: CloseOfferInput): Promise<Offer> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const offer = await visible(ctx, Offer, input.offerId, "offerId");
    if (!mayClosePosting(offer, viewerId)) throw forbidden("close what somebody else posted");
    const { affected } = await ctx.db.update(
      Offer,
      { id: offer.id, closedAt: IsNull() },
      { closedAt: ctx.clock.now() },
    );
    if (affected === 1) await emit(ctx, { name: "offer.closed", offerId: offer.id });
    return offer;
  });
}
