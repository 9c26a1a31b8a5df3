import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { holdIntroduction } from "./hold-introduction.ts";
import { Introduction } from "./introduction.entity.ts";
import { refuseAfterEnd } from "./say.ts";

@InputType({ description: "Taking a proposal back." })
export class WithdrawIntroductionInput {
  @Field(() => ID, { description: "The introduction." })
  introductionId: string;
}

export const WithdrawIntroductionPayload = payloadType("WithdrawIntroduction", { introduction: () => Introduction });

/**
 * Takes an introduction back, for its connector, as long as not both have said yes. To those who were asked it looks as
 * if the other did not answer; who was not asked yet never will be. Doing it again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN for who is asked, CONFLICT once it was shared or expired
 */
export function withdrawIntroduction(ctx: Context, input: WithdrawIntroductionInput): Promise<Introduction> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { id } = await visible(ctx, Introduction, input.introductionId, "introductionId");
    const { introduction } = await holdIntroduction(ctx, id);
    if (introduction.connectorId !== viewerId) throw forbidden("take back what somebody else proposed");
    if (introduction.withdrawnAt) return introduction;
    refuseAfterEnd(ctx, introduction);

    const withdrawnAt = ctx.clock.now();
    await ctx.db.update(Introduction, { id }, { withdrawnAt, closedAt: introduction.closedAt ?? withdrawnAt });
    await emit(ctx, { name: "introduction.withdrawn", introductionId: id, connectorId: viewerId });
    return Object.assign(introduction, { withdrawnAt });
  });
}
