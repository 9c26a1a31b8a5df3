import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { CloseAskInput, CloseAskPayload, closeAsk } from "./close-ask.ts";
import { CloseOfferInput, CloseOfferPayload, closeOffer } from "./close-offer.ts";
import { ConfirmHelpInput, ConfirmHelpPayload, confirmHelp } from "./confirm-help.ts";
import {
  ConfirmHelpFromOfferInput,
  ConfirmHelpFromOfferPayload,
  confirmHelpFromOffer,
} from "./confirm-help-from-offer.ts";
import { PostAskInput, PostAskPayload, postAsk } from "./post-ask.ts";
import { PostOfferInput, PostOfferPayload, postOffer } from "./post-offer.ts";
import { RespondToAskInput, RespondToAskPayload, respondToAsk } from "./respond-to-ask.ts";
import { RespondToOfferInput, RespondToOfferPayload, respondToOffer } from "./respond-to-offer.ts";

@Resolver()
export class AskResolver {
  @Mutation(() => PostAskPayload, { nullable: true, description: "Says what the viewer needs." })
  postAsk(@Arg("input", () => PostAskInput) input: PostAskInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("ask", await postAsk(ctx, input)));
  }

  @Mutation(() => CloseAskPayload, { nullable: true, description: "Closes an ask of the viewer's." })
  closeAsk(@Arg("input", () => CloseAskInput) input: CloseAskInput, @Ctx() ctx: Context) {
    return payload(async () => ({ ask: await closeAsk(ctx, input) }));
  }

  @Mutation(() => RespondToAskPayload, {
    nullable: true,
    description: "Answers an ask with a message that only the asker reads. For its audience.",
  })
  respondToAsk(@Arg("input", () => RespondToAskInput) input: RespondToAskInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("response", await respondToAsk(ctx, input)));
  }

  @Mutation(() => ConfirmHelpPayload, { nullable: true, description: "Says that a response helped. For the asker." })
  confirmHelp(@Arg("input", () => ConfirmHelpInput) input: ConfirmHelpInput, @Ctx() ctx: Context) {
    return payload(async () => ({ response: await confirmHelp(ctx, input) }));
  }

  @Mutation(() => PostOfferPayload, { nullable: true, description: "Says what the viewer gives." })
  postOffer(@Arg("input", () => PostOfferInput) input: PostOfferInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("offer", await postOffer(ctx, input)));
  }

  @Mutation(() => CloseOfferPayload, { nullable: true, description: "Closes an offer of the viewer's." })
  closeOffer(@Arg("input", () => CloseOfferInput) input: CloseOfferInput, @Ctx() ctx: Context) {
    return payload(async () => ({ offer: await closeOffer(ctx, input) }));
  }

  @Mutation(() => RespondToOfferPayload, {
    nullable: true,
    description: "Answers an offer with a message that only its author reads. For its audience.",
  })
  respondToOffer(@Arg("input", () => RespondToOfferInput) input: RespondToOfferInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("response", await respondToOffer(ctx, input)));
  }

  @Mutation(() => ConfirmHelpFromOfferPayload, {
    nullable: true,
    description: "Says that an offer helped. For whoever responded to it.",
  })
  confirmHelpFromOffer(
    @Arg("input", () => ConfirmHelpFromOfferInput) input: ConfirmHelpFromOfferInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ response: await confirmHelpFromOffer(ctx, input) }));
  }
}
