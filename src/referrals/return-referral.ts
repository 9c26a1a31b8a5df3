import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { Referral } from "./referral.entity.ts";
import { ReferralStatus } from "./referral-status.ts";
import { TakeStepInput, takeStep } from "./take-step.ts";

@InputType({ description: "A referral that the viewer cannot use." })
export class ReturnReferralInput extends TakeStepInput {}

export const ReturnReferralPayload = payloadType("ReturnReferral", { referral: () => Referral });

/** The receiver gives a referral back instead of taking it on, and loses sight of the prospect's contact. */
export const returnReferral = (ctx: Context, input: ReturnReferralInput): Promise<Referral> =>
  takeStep(ctx, input, ReferralStatus.RETURNED);
