import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import "./introduction.events.ts";
import { holdShared } from "./hold-shared.ts";
import { Introduction } from "./introduction.entity.ts";

@InputType({ description: "That nothing came of an introduction." })
export class DeclareWentColdInput {
  @Field(() => ID, { description: "The introduction." })
  introductionId: string;
}

export const DeclareWentColdPayload = payloadType("DeclareWentCold", { introduction: () => Introduction });

/**
 * Says that nothing came of it, for either of the two. Again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN for the connector, CONFLICT before it was shared, and after they met
 */
export function declareWentCold(ctx: Context, input: DeclareWentColdInput): Promise<Introduction> {
  return inTransaction(ctx, async (ctx) => {
    const { introduction } = await holdShared(ctx, input.introductionId);
    if (introduction.metAt) throw conflict("introductionId", "You have met.");
    if (introduction.wentColdAt) return introduction;

    const wentColdAt = ctx.clock.now();
    await ctx.db.update(Introduction, { id: introduction.id }, { wentColdAt });
    await emit(ctx, { name: "introduction.wentCold", introductionId: introduction.id });
    return Object.assign(introduction, { wentColdAt });
  });
}
