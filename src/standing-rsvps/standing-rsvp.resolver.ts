import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { EndStandingRsvpInput, EndStandingRsvpPayload, endStandingRsvp } from "./end-standing-rsvp.ts";
import { SetStandingRsvpInput, SetStandingRsvpPayload, setStandingRsvp } from "./set-standing-rsvp.ts";

@Resolver()
export class StandingRsvpResolver {
  @Mutation(() => SetStandingRsvpPayload, {
    nullable: true,
    description: "Says that the viewer comes to each meeting of a series that they do not answer otherwise.",
  })
  async setStandingRsvp(
    @Ctx() ctx: Context,
    @Arg("input", () => SetStandingRsvpInput) input: SetStandingRsvpInput,
  ): Promise<object> {
    return payload(async () => ({ standingRsvp: await setStandingRsvp(ctx, input) }));
  }

  @Mutation(() => EndStandingRsvpPayload, {
    nullable: true,
    description: "Ends the viewer's answer to a whole series.",
  })
  async endStandingRsvp(
    @Ctx() ctx: Context,
    @Arg("input", () => EndStandingRsvpInput) input: EndStandingRsvpInput,
  ): Promise<object> {
    return payload(async () => ({ standingRsvp: await endStandingRsvp(ctx, input) }));
  }
}
