import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payloadType } from "../platform/payload.ts";
import { Referral } from "./referral.entity.ts";
import { ReferralStatus } from "./referral-status.ts";
import { TakeStepInput, takeStep } from "./take-step.ts";

@InputType({ description: "A referral that the viewer takes on." })
export class AcknowledgeReferralInput extends TakeStepInput {}

export const AcknowledgeReferralPayload = payloadType("AcknowledgeReferral", { referral: () => Referral });

/** The receiver takes a referral on: says that they are going to contact the prospect. */
export const acknowledgeReferral = (ctx: Context, input: AcknowledgeReferralInput): Promise<Referral> =>
  takeStep(ctx, input, ReferralStatus.ACKNOWLEDGED);
