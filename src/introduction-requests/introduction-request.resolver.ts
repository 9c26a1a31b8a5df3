import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import {
  DeclineIntroductionRequestInput,
  DeclineIntroductionRequestPayload,
  declineIntroductionRequest,
} from "./decline-introduction-request.ts";
import { RequestIntroductionInput, RequestIntroductionPayload, requestIntroduction } from "./request-introduction.ts";
import {
  SetIntroductionsWantedInput,
  SetIntroductionsWantedPayload,
  setIntroductionsWanted,
} from "./set-introductions-wanted.ts";
import {
  WithdrawIntroductionRequestInput,
  WithdrawIntroductionRequestPayload,
  withdrawIntroductionRequest,
} from "./withdraw-introduction-request.ts";

@Resolver()
export class IntroductionRequestResolver {
  @Mutation(() => RequestIntroductionPayload, {
    nullable: true,
    description: "Asks somebody whom the viewer knows for an introduction, to a person or to somebody they describe.",
  })
  requestIntroduction(
    @Arg("input", () => RequestIntroductionInput) input: RequestIntroductionInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => withEdge("request", await requestIntroduction(ctx, input)));
  }

  @Mutation(() => DeclineIntroductionRequestPayload, {
    nullable: true,
    description: "Puts a request away that asks the viewer. Who asked cannot tell.",
  })
  declineIntroductionRequest(
    @Arg("input", () => DeclineIntroductionRequestInput) input: DeclineIntroductionRequestInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ request: await declineIntroductionRequest(ctx, input) }));
  }

  @Mutation(() => WithdrawIntroductionRequestPayload, {
    nullable: true,
    description: "Takes a request of the viewer's back.",
  })
  withdrawIntroductionRequest(
    @Arg("input", () => WithdrawIntroductionRequestInput) input: WithdrawIntroductionRequestInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ request: await withdrawIntroductionRequest(ctx, input) }));
  }

  @Mutation(() => SetIntroductionsWantedPayload, {
    nullable: true,
    description: "Says whether the viewer wants to be introduced, or asked for introductions, at present.",
  })
  setIntroductionsWanted(
    @Arg("input", () => SetIntroductionsWantedInput) input: SetIntroductionsWantedInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ person: await setIntroductionsWanted(ctx, input) }));
  }
}
