import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IntroductionRequest } from "./introduction-request.entity.ts";
import "./introduction-request.events.ts";

@InputType({ description: "A request that the viewer takes back." })
export class WithdrawIntroductionRequestInput {
  @Field(() => ID, { description: "The viewer's own request." })
  requestId: string;
}

export const WithdrawIntroductionRequestPayload = payloadType("WithdrawIntroductionRequest", {
  request: () => IntroductionRequest,
});

/**
 * Takes a request back; a connector who has not taken it up cannot any more. It works the same whatever the connector
 * did. Doing it again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN for the connector, CONFLICT once it expired
 */
export function withdrawIntroductionRequest(
  ctx: Context,
  input: WithdrawIntroductionRequestInput,
): Promise<IntroductionRequest> {
  const askerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const request = await visible(ctx, IntroductionRequest, input.requestId, "requestId", { lock: true });
    if (request.askerId !== askerId) throw forbidden("take back what somebody else asked");
    if (request.withdrawnAt) return request;
    if (request.expiresAt <= ctx.clock.now()) throw conflict("requestId", "This request is closed.");

    await ctx.db.update(IntroductionRequest, { id: request.id }, { withdrawnAt: ctx.clock.now() });
    await emit(ctx, { name: "introductionRequest.withdrawn", requestId: request.id, askerId });
    return request;
  });
}
