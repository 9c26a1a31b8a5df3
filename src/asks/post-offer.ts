import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import { findOrMakeTopics } from "../topics/find-or-make-topics.ts";
import { Offer } from "./offer.entity.ts";
import { OfferGroup } from "./offer-group.entity.ts";
import { OfferTopic } from "./offer-topic.entity.ts";
import { audienceOf, PostingInput, postingOf, refuseTooMany } from "./posting-input.ts";
import "./ask.events.ts";

/** Offers of one person that may be open at once: nobody keeps more promises. */
export const OPEN_OFFERS_MAX = 10;

@InputType({ description: "What the viewer gives." })
export class PostOfferInput extends PostingInput {}

export const PostOfferPayload = payloadType("PostOffer", { offer: () => Offer, offerEdge: () => edgeOf(Offer) });

/**
 * Says what the viewer gives, to those who may need it.
 *
 * @throws INVALID, NOT_FOUND and CONFLICT for groups, LIMIT_REACHED with 10 open ones
 */
export function postOffer(ctx: Context, input: PostOfferInput): Promise<Offer> {
  const personId = signedIn(ctx);
  return once(ctx, "postOffer", input, Offer, async (ctx) => {
    await valid(input);
    const groupIds = await audienceOf(ctx, input);
    await refuseTooMany(ctx, { entity: Offer, personId, most: OPEN_OFFERS_MAX });
    const topics = await findOrMakeTopics(ctx, input.topics);
    const offer = ctx.db.create(Offer, postingOf(ctx, personId, input));
    const { id: offerId } = offer;
    await ctx.db.insert(Offer, offer);
    if (topics.length > 0)
      await ctx.db.insert(
        OfferTopic,
        topics.map(({ id: topicId }) => ({ offerId, topicId })),
      );
    if (groupIds.length > 0)
      await ctx.db.insert(
        OfferGroup,
        groupIds.map((groupId) => ({ offerId, groupId })),
      );
    await emit(ctx, { name: "offer.posted", offerId });
    return offer;
  });
}
