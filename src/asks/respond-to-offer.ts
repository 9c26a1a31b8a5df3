import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { Offer } from "./offer.entity.ts";
import { OfferResponse } from "./offer-response.entity.ts";
import { ResponseInput, responseTo } from "./response-input.ts";
import "./ask.events.ts";

@InputType({ description: "A message to somebody who offers help." })
export class RespondToOfferInput extends ResponseInput {
  @Field(() => ID, { description: "The offer." })
  offerId: string;
}

export const RespondToOfferPayload = payloadType("RespondToOffer", {
  response: () => OfferResponse,
  responseEdge: () => edgeOf(OfferResponse),
});

/**
 * Answers an offer, once, with a message that only its author reads: what the viewer would like of it. They hear of it by
 * mail.
 *
 * @throws NOT_FOUND, INVALID for one's own, CONFLICT for one that has ended, DUPLICATE for a second response,
 *   LIMIT_REACHED above 10 responses in a week, for an offer with 20, and for who got 10 in a week to what they offer
 */
export function respondToOffer(ctx: Context, input: RespondToOfferInput): Promise<OfferResponse> {
  const personId = signedIn(ctx);
  return once(ctx, "respondToOffer", input, OfferResponse, async (ctx) => {
    await valid(input);
    const { id: offerId, personId: authorId } = await visible(ctx, Offer, input.offerId, "offerId");
    const given = await responseTo(ctx, { kind: "offer", id: offerId, authorId }, { personId, text: input.text });
    const response = ctx.db.create(OfferResponse, { ...given, offerId });
    await ctx.db.insert(OfferResponse, response);
    await emit(ctx, { name: "offer.responded", offerId, responseId: response.id });
    return response;
  });
}
