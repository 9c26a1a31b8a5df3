import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { AcceptSeatOfferInput, AcceptSeatOfferPayload, acceptSeatOffer } from "./accept-seat-offer.ts";
import { DeclineSeatOfferInput, DeclineSeatOfferPayload, declineSeatOffer } from "./decline-seat-offer.ts";

@Resolver()
export class SeatOfferResolver {
  @Mutation(() => AcceptSeatOfferPayload, {
    nullable: true,
    description: "Takes the seat that is held for the viewer, before its deadline.",
  })
  async acceptSeatOffer(
    @Ctx() ctx: Context,
    @Arg("input", () => AcceptSeatOfferInput) input: AcceptSeatOfferInput,
  ): Promise<object> {
    return payload(async () => ({ rsvp: await acceptSeatOffer(ctx, input) }));
  }

  @Mutation(() => DeclineSeatOfferPayload, {
    nullable: true,
    description: "Lets the seat go that is held for the viewer; whoever waits next has it.",
  })
  async declineSeatOffer(
    @Ctx() ctx: Context,
    @Arg("input", () => DeclineSeatOfferInput) input: DeclineSeatOfferInput,
  ): Promise<object> {
    return payload(async () => ({ rsvp: await declineSeatOffer(ctx, input) }));
  }
}
