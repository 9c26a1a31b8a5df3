import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { AnswerIntroductionInput, AnswerIntroductionPayload, answerIntroduction } from "./answer-introduction.ts";
import {
  AnswerIntroductionByLinkInput,
  AnswerIntroductionByLinkPayload,
  answerIntroductionByLink,
} from "./answer-introduction-by-link.ts";
import { DeclareMetInput, DeclareMetPayload, declareMet } from "./declare-met.ts";
import { DeclareWentColdInput, DeclareWentColdPayload, declareWentCold } from "./declare-went-cold.ts";
import { ProposeIntroductionInput, ProposeIntroductionPayload, proposeIntroduction } from "./propose-introduction.ts";
import {
  RecordIntroductionOutcomeInput,
  RecordIntroductionOutcomePayload,
  recordIntroductionOutcome,
} from "./record-introduction-outcome.ts";
import { SetIntroductionDaysInput, SetIntroductionDaysPayload, setIntroductionDays } from "./set-introduction-days.ts";
import { ThankConnectorInput, ThankConnectorPayload, thankConnector } from "./thank-connector.ts";
import { WithdrawAnswerInput, WithdrawAnswerPayload, withdrawAnswer } from "./withdraw-answer.ts";
import {
  WithdrawIntroductionInput,
  WithdrawIntroductionPayload,
  withdrawIntroduction,
} from "./withdraw-introduction.ts";

@Resolver()
export class IntroductionResolver {
  @Mutation(() => ProposeIntroductionPayload, {
    nullable: true,
    description:
      "Asks two people whether they want to be introduced to each other, or one of them first. For whoever shares a group with them, or is connected with them.",
  })
  proposeIntroduction(
    @Arg("input", () => ProposeIntroductionInput) input: ProposeIntroductionInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => withEdge("introduction", await proposeIntroduction(ctx, input)));
  }

  @Mutation(() => AnswerIntroductionPayload, {
    nullable: true,
    description: "Answers for the viewer's own side. What the other side or the connector did shows in nothing.",
  })
  answerIntroduction(@Arg("input", () => AnswerIntroductionInput) input: AnswerIntroductionInput, @Ctx() ctx: Context) {
    return payload(async () => ({ introduction: await answerIntroduction(ctx, input) }));
  }

  @Mutation(() => AnswerIntroductionByLinkPayload, {
    nullable: true,
    description:
      "Answers with the token of the mailed link; no session is needed, and none is begun. For whoever has it.",
  })
  answerIntroductionByLink(
    @Arg("input", () => AnswerIntroductionByLinkInput) input: AnswerIntroductionByLinkInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ answer: await answerIntroductionByLink(ctx, input) }));
  }

  @Mutation(() => WithdrawAnswerPayload, {
    nullable: true,
    description: "Takes the viewer's yes back, until the other says yes as well.",
  })
  withdrawAnswer(@Arg("input", () => WithdrawAnswerInput) input: WithdrawAnswerInput, @Ctx() ctx: Context) {
    return payload(async () => ({ introduction: await withdrawAnswer(ctx, input) }));
  }

  @Mutation(() => WithdrawIntroductionPayload, {
    nullable: true,
    description: "Takes a proposal back, until both said yes. For its connector.",
  })
  withdrawIntroduction(
    @Arg("input", () => WithdrawIntroductionInput) input: WithdrawIntroductionInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ introduction: await withdrawIntroduction(ctx, input) }));
  }

  @Mutation(() => DeclareMetPayload, {
    nullable: true,
    description: "Says that the two who were introduced have met. For either of them.",
  })
  declareMet(@Arg("input", () => DeclareMetInput) input: DeclareMetInput, @Ctx() ctx: Context) {
    return payload(async () => ({ introduction: await declareMet(ctx, input) }));
  }

  @Mutation(() => DeclareWentColdPayload, {
    nullable: true,
    description: "Says that nothing came of an introduction. For either of the two.",
  })
  declareWentCold(@Arg("input", () => DeclareWentColdInput) input: DeclareWentColdInput, @Ctx() ctx: Context) {
    return payload(async () => ({ introduction: await declareWentCold(ctx, input) }));
  }

  @Mutation(() => ThankConnectorPayload, {
    nullable: true,
    description: "Thanks whoever introduced the viewer, once.",
  })
  thankConnector(@Arg("input", () => ThankConnectorInput) input: ThankConnectorInput, @Ctx() ctx: Context) {
    return payload(async () => ({ introduction: await thankConnector(ctx, input) }));
  }

  @Mutation(() => SetIntroductionDaysPayload, {
    nullable: true,
    description: "Says for how many days introductions of a group can be answered. For organisers and owners.",
  })
  setIntroductionDays(
    @Arg("input", () => SetIntroductionDaysInput) input: SetIntroductionDaysInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ group: await setIntroductionDays(ctx, input) }));
  }

  @Mutation(() => RecordIntroductionOutcomePayload, {
    nullable: true,
    description: "Records what came of an introduction, for the viewer alone unless they say otherwise.",
  })
  recordIntroductionOutcome(
    @Arg("input", () => RecordIntroductionOutcomeInput) input: RecordIntroductionOutcomeInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => withEdge("outcome", await recordIntroductionOutcome(ctx, input)));
  }
}
