import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { AdmitToMeetingInput, AdmitToMeetingPayload, admitToMeeting } from "./admit-to-meeting.ts";
import { ApproveRsvpInput, ApproveRsvpPayload, approveRsvp } from "./approve-rsvp.ts";
import { DeclineRsvpInput, DeclineRsvpPayload, declineRsvp } from "./decline-rsvp.ts";

@Resolver()
export class AdmissionResolver {
  @Mutation(() => AdmitToMeetingPayload, {
    nullable: true,
    description: "Lets somebody in knowingly, past the queue and if need be above the capacity. For organisers.",
  })
  async admitToMeeting(
    @Ctx() ctx: Context,
    @Arg("input", () => AdmitToMeetingInput) input: AdmitToMeetingInput,
  ): Promise<object> {
    return payload(async () => ({ rsvp: await admitToMeeting(ctx, input) }));
  }

  @Mutation(() => ApproveRsvpPayload, {
    nullable: true,
    description: "Says yes to somebody who asks to come to a meeting that wants approval. For organisers.",
  })
  async approveRsvp(
    @Ctx() ctx: Context,
    @Arg("input", () => ApproveRsvpInput) input: ApproveRsvpInput,
  ): Promise<object> {
    return payload(async () => ({ rsvp: await approveRsvp(ctx, input) }));
  }

  @Mutation(() => DeclineRsvpPayload, {
    nullable: true,
    description: "Says no to somebody who asks to come to a meeting that wants approval. For organisers.",
  })
  async declineRsvp(
    @Ctx() ctx: Context,
    @Arg("input", () => DeclineRsvpInput) input: DeclineRsvpInput,
  ): Promise<object> {
    return payload(async () => ({ rsvp: await declineRsvp(ctx, input) }));
  }
}
