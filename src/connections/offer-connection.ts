import { Field, ID, InputType } from "type-graphql";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { connectionCode, hashOfConnectionCode } from "./connection-code.ts";
import { ConnectionOffer } from "./connection-offer.entity.ts";

/** Long enough to find each other's telephone, too short for a picture of the code to travel. */
const OFFER_MINUTES = 10;
const MINUTE_MS = 60_000;
const OFFERS: Quota = { name: "connection offers of a person", most: 60, windowSeconds: 3_600 };

@InputType({ description: "Input of `offerConnection`." })
export class OfferConnectionInput {
  @Field(() => String, {
    nullable: true,
    description: "Repeating a call with the same key gives the same code: 1 to 255 characters, kept for 7 days.",
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { nullable: true, description: "The meeting at which the two meet, if it is at one." })
  meetingId?: string | null;
}

export const OfferConnectionPayload = payloadType("OfferConnection", {
  code: {
    type: () => String,
    description: "10 digits, to be shown as they are or as a QR code. Null when `errors` is not empty.",
  },
  expiresAt: {
    type: () => Date,
    description: "From then on it is worth nothing: 10 minutes after it was made. Null when `errors` is not empty.",
  },
});

/**
 * Gives the viewer a code of their own, for one other person, who takes it with `acceptConnection`: showing it is the
 * viewer's yes, taking it the other's.
 *
 * @throws NOT_FOUND for a meeting out of sight, RATE_LIMITED above 60 codes an hour
 */
export async function offerConnection(
  ctx: Context,
  input: OfferConnectionInput,
): Promise<{ code: string; expiresAt: Date }> {
  const personId = signedIn(ctx);
  const { id, expiresAt } = await once(ctx, "offerConnection", input, ConnectionOffer, async (ctx) => {
    await spend(ctx, OFFERS, personId);
    const meeting = input.meetingId ? await visible(ctx, Meeting, input.meetingId, "meetingId") : null;
    const [id, createdAt] = [newId(), ctx.clock.now()];
    const offer = ctx.db.create(ConnectionOffer, {
      ...{ id, personId, codeHash: hashOfConnectionCode(ctx, connectionCode(ctx, id)) },
      ...{ meetingId: meeting?.id ?? null, groupId: meeting?.groupId ?? null },
      ...{ createdAt, expiresAt: new Date(createdAt.getTime() + OFFER_MINUTES * MINUTE_MS), acceptedById: null },
    });
    await ctx.db.insert(ConnectionOffer, offer);
    return offer;
  });
  return { code: connectionCode(ctx, id), expiresAt };
}
