import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { AcknowledgeReferralInput, AcknowledgeReferralPayload, acknowledgeReferral } from "./acknowledge-referral.ts";
import {
  CorrectClosedBusinessInput,
  CorrectClosedBusinessPayload,
  correctClosedBusiness,
} from "./correct-closed-business.ts";
import { PassReferralInput, PassReferralPayload, passReferral } from "./pass-referral.ts";
import {
  ReportClosedBusinessInput,
  ReportClosedBusinessPayload,
  reportClosedBusiness,
} from "./report-closed-business.ts";
import {
  ReportReferralContactedInput,
  ReportReferralContactedPayload,
  reportReferralContacted,
} from "./report-referral-contacted.ts";
import { ReportReferralLostInput, ReportReferralLostPayload, reportReferralLost } from "./report-referral-lost.ts";
import { ReportReferralWonInput, ReportReferralWonPayload, reportReferralWon } from "./report-referral-won.ts";
import { ReturnReferralInput, ReturnReferralPayload, returnReferral } from "./return-referral.ts";

@Resolver()
export class ReferralResolver {
  @Mutation(() => PassReferralPayload, {
    nullable: true,
    description:
      "Passes a prospective client, who agreed to it, to another member of a group. For members of that group.",
  })
  passReferral(@Arg("input", () => PassReferralInput) input: PassReferralInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("referral", await passReferral(ctx, input)));
  }

  @Mutation(() => AcknowledgeReferralPayload, { nullable: true, description: "Takes a referral on. For its receiver." })
  acknowledgeReferral(
    @Arg("input", () => AcknowledgeReferralInput) input: AcknowledgeReferralInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ referral: await acknowledgeReferral(ctx, input) }));
  }

  @Mutation(() => ReturnReferralPayload, {
    nullable: true,
    description: "Gives a referral back that was not taken on. For its receiver.",
  })
  returnReferral(@Arg("input", () => ReturnReferralInput) input: ReturnReferralInput, @Ctx() ctx: Context) {
    return payload(async () => ({ referral: await returnReferral(ctx, input) }));
  }

  @Mutation(() => ReportReferralContactedPayload, {
    nullable: true,
    description: "Says that the prospect of a referral was contacted. For its receiver.",
  })
  reportReferralContacted(
    @Arg("input", () => ReportReferralContactedInput) input: ReportReferralContactedInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ referral: await reportReferralContacted(ctx, input) }));
  }

  @Mutation(() => ReportReferralWonPayload, {
    nullable: true,
    description: "Says that a referral became business. For its receiver.",
  })
  reportReferralWon(@Arg("input", () => ReportReferralWonInput) input: ReportReferralWonInput, @Ctx() ctx: Context) {
    return payload(async () => ({ referral: await reportReferralWon(ctx, input) }));
  }

  @Mutation(() => ReportReferralLostPayload, {
    nullable: true,
    description: "Says that nothing came of a referral. For its receiver.",
  })
  reportReferralLost(@Arg("input", () => ReportReferralLostInput) input: ReportReferralLostInput, @Ctx() ctx: Context) {
    return payload(async () => ({ referral: await reportReferralLost(ctx, input) }));
  }

  @Mutation(() => ReportClosedBusinessPayload, {
    nullable: true,
    description: "Reports money that came of a referral, and credits it to its givers. For its receiver.",
  })
  reportClosedBusiness(
    @Arg("input", () => ReportClosedBusinessInput) input: ReportClosedBusinessInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => withEdge("closedBusiness", await reportClosedBusiness(ctx, input)));
  }

  @Mutation(() => CorrectClosedBusinessPayload, {
    nullable: true,
    description: "Puts another report in the place of one. For whoever made it.",
  })
  correctClosedBusiness(
    @Arg("input", () => CorrectClosedBusinessInput) input: CorrectClosedBusinessInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ closedBusiness: await correctClosedBusiness(ctx, input) }));
  }
}
