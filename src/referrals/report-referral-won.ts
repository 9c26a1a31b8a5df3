import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { Referral } from "./referral.entity.ts";
import { ReferralStatus } from "./referral-status.ts";
import { TakeStepInput, takeStep } from "./take-step.ts";

@InputType({ description: "A referral that became business." })
export class ReportReferralWonInput extends TakeStepInput {}

export const ReportReferralWonPayload = payloadType("ReportReferralWon", { referral: () => Referral });

/** The prospect buys. From here on closed business may be reported, more than once. */
export const reportReferralWon = (ctx: Context, input: ReportReferralWonInput): Promise<Referral> =>
  takeStep(ctx, input, ReferralStatus.WON);
