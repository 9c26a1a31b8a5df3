import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { Referral } from "./referral.entity.ts";
import { ReferralStatus } from "./referral-status.ts";
import { TakeStepInput, takeStep } from "./take-step.ts";

@InputType({ description: "A referral of which nothing came." })
export class ReportReferralLostInput extends TakeStepInput {}

export const ReportReferralLostPayload = payloadType("ReportReferralLost", { referral: () => Referral });

/** Nothing came of a referral after the prospect was contacted. */
export const reportReferralLost = (ctx: Context, input: ReportReferralLostInput): Promise<Referral> =>
  takeStep(ctx, input, ReferralStatus.LOST);
