import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IntroductionRequest } from "./introduction-request.entity.ts";
import "./introduction-request.events.ts";
import { holdRequest, refuseAnswered } from "./take-up-request.ts";

@InputType({ description: "A request that the viewer will not take up." })
export class DeclineIntroductionRequestInput {
  @Field(() => ID, { description: "The request, which asks the viewer." })
  requestId: string;
}

export const DeclineIntroductionRequestPayload = payloadType("DeclineIntroductionRequest", {
  request: () => IntroductionRequest,
});

/**
 * Puts a request away, for good. Nobody else can tell: who asked reads it as before, until it expires. Doing it
 * again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN for who asked, CONFLICT once it is taken up, taken back or expired
 */
export function declineIntroductionRequest(
  ctx: Context,
  input: DeclineIntroductionRequestInput,
): Promise<IntroductionRequest> {
  const connectorId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const request = await holdRequest(ctx, input.requestId);
    if (request.declinedAt) return request;
    refuseAnswered(ctx, request);
    await ctx.db.update(IntroductionRequest, { id: request.id }, { declinedAt: ctx.clock.now() });
    await emit(ctx, { name: "introductionRequest.declined", requestId: request.id, connectorId });
    return request;
  });
}
