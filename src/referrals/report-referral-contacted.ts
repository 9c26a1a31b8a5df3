import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { Referral } from "./referral.entity.ts";
import { ReferralStatus } from "./referral-status.ts";
import { TakeStepInput, takeStep } from "./take-step.ts";

@InputType({ description: "A referral whose prospect the viewer spoke or wrote to." })
export class ReportReferralContactedInput extends TakeStepInput {}

export const ReportReferralContactedPayload = payloadType("ReportReferralContacted", { referral: () => Referral });

/** The receiver has spoken or written to the prospect. */
export const reportReferralContacted = (ctx: Context, input: ReportReferralContactedInput): Promise<Referral> =>
  takeStep(ctx, input, ReferralStatus.CONTACTED);
