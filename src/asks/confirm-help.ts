import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Ask } from "./ask.entity.ts";
import { AskResponse } from "./ask-response.entity.ts";
import { mayConfirmHelp } from "./posting.policy.ts";
import "./ask.events.ts";

@InputType({ description: "A response that helped." })
export class ConfirmHelpInput {
  @Field(() => ID, { description: "A response to an ask of the viewer's." })
  responseId: string;
}

export const ConfirmHelpPayload = payloadType("ConfirmHelp", { response: () => AskResponse });

/**
 * The asker says that a response helped, and so thanks for it. That counts as help received and given. Said once, it
 * stays; the ask may have ended long ago.
 *
 * @throws NOT_FOUND, FORBIDDEN for whoever did not ask
 */
export function confirmHelp(ctx: Context, input: ConfirmHelpInput): Promise<AskResponse> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const response = await visible(ctx, AskResponse, input.responseId, "responseId");
    const { id, askId } = response;
    const ask = await ctx.db.findOneByOrFail(Ask, { id: askId });
    if (!mayConfirmHelp(ask, viewerId)) throw forbidden("say what helped somebody else");
    const { affected } = await ctx.db.update(AskResponse, { id, helpedAt: IsNull() }, { helpedAt: ctx.clock.now() });
    if (affected === 1) await emit(ctx, { name: "ask.helped", askId, responseId: id });
    return response;
  });
}
