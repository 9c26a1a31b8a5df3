import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Ask } from "./ask.entity.ts";
import { mayClosePosting } from "./posting.policy.ts";
import "./ask.events.ts";

@InputType({ description: "An ask that is settled, or given up." })
export class CloseAskInput {
  @Field(() => ID, { description: "The viewer's own." })
  askId: string;
}

export const CloseAskPayload = payloadType("CloseAsk", { ask: () => Ask });

/**
 * Closes an ask: from now on its audience does not see it. One that is closed stays so.
 *
 * @throws NOT_FOUND, FORBIDDEN for somebody else's
 */
export function closeAsk(ctx: Context, input: CloseAskInput): Promise<Ask> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const ask = await visible(ctx, Ask, input.askId, "askId");
    if (!mayClosePosting(ask, viewerId)) throw forbidden("close what somebody else posted");
    const { affected } = await ctx.db.update(Ask, { id: ask.id, closedAt: IsNull() }, { closedAt: ctx.clock.now() });
    if (affected === 1) await emit(ctx, { name: "ask.closed", askId: ask.id });
    return ask;
  });
}
