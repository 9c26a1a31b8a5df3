import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { RsvpGoingInput, RsvpGoingPayload, rsvpGoing } from "./rsvp-going.ts";
import { RsvpMaybeInput, RsvpMaybePayload, rsvpMaybe } from "./rsvp-maybe.ts";
import { RsvpNotGoingInput, RsvpNotGoingPayload, rsvpNotGoing } from "./rsvp-not-going.ts";

@Resolver()
export class RsvpResolver {
  @Mutation(() => RsvpGoingPayload, {
    nullable: true,
    description:
      "Says that one comes: takes a seat, an offered one too, or joins the queue of a full meeting. For whoever is signed in and not banned; organisers answer for others, too.",
  })
  rsvpGoing(@Arg("input", () => RsvpGoingInput) input: RsvpGoingInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("rsvp", await rsvpGoing(ctx, input)));
  }

  @Mutation(() => RsvpMaybePayload, {
    nullable: true,
    description:
      "Says that one does not know yet, and gives back what one held. For whoever is signed in and not banned; organisers answer for others, too.",
  })
  rsvpMaybe(@Arg("input", () => RsvpMaybeInput) input: RsvpMaybeInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("rsvp", await rsvpMaybe(ctx, input)));
  }

  @Mutation(() => RsvpNotGoingPayload, {
    nullable: true,
    description:
      "Says that one does not come, and gives back what one held. For whoever is signed in and not banned; organisers answer for others, too.",
  })
  rsvpNotGoing(@Arg("input", () => RsvpNotGoingInput) input: RsvpNotGoingInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("rsvp", await rsvpNotGoing(ctx, input)));
  }
}
