import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import "./introduction.events.ts";
import { holdShared } from "./hold-shared.ts";
import { Introduction } from "./introduction.entity.ts";

@InputType({ description: "That two who were introduced have met." })
export class DeclareMetInput {
  @Field(() => ID, { description: "The introduction." })
  introductionId: string;
}

export const DeclareMetPayload = payloadType("DeclareMet", { introduction: () => Introduction });

/**
 * Says that the two have met, for either of them, also after one said that it went cold. Again changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN for the connector, CONFLICT before it was shared
 */
export function declareMet(ctx: Context, input: DeclareMetInput): Promise<Introduction> {
  return inTransaction(ctx, async (ctx) => {
    const { introduction } = await holdShared(ctx, input.introductionId);
    if (introduction.metAt) return introduction;

    const metAt = ctx.clock.now();
    await ctx.db.update(Introduction, { id: introduction.id }, { metAt });
    await emit(ctx, { name: "introduction.met", introductionId: introduction.id });
    return Object.assign(introduction, { metAt });
  });
}
