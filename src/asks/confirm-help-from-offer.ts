import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { OfferResponse } from "./offer-response.entity.ts";
import { mayConfirmHelpFromOffer } from "./posting.policy.ts";
import "./ask.events.ts";

@InputType({ description: "An offer that helped the viewer." })
export class ConfirmHelpFromOfferInput {
  @Field(() => ID, { description: "The viewer's own response to it." })
  responseId: string;
}

export const ConfirmHelpFromOfferPayload = payloadType("ConfirmHelpFromOffer", { response: () => OfferResponse });

/**
 * Whoever responded to an offer says that it helped them, and so thanks for it. That counts as help given by its author
 * and received. Said once, it stays; the offer may have ended long ago.
 *
 * @throws NOT_FOUND, FORBIDDEN for whoever offers
 */
export function confirmHelpFromOffer(ctx: Context, input: ConfirmHelpFromOfferInput): Promise<OfferResponse> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const response = await visible(ctx, OfferResponse, input.responseId, "responseId");
    const { id, offerId } = response;
    if (!mayConfirmHelpFromOffer(response, viewerId)) throw forbidden("say what helped somebody else");
    const { affected } = await ctx.db.update(OfferResponse, { id, helpedAt: IsNull() }, { helpedAt: ctx.clock.now() });
    if (affected === 1) await emit(ctx, { name: "offer.helped", offerId, responseId: id });
    return response;
  });
}
