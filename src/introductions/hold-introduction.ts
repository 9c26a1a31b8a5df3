import type { Context } from "../platform/context.ts";
import { Introduction } from "./introduction.entity.ts";
import { IntroductionSide } from "./introduction-side.entity.ts";

export interface HeldIntroduction {
  readonly introduction: Introduction;
  /** Party A, then party B. */
  readonly sides: readonly [IntroductionSide, IntroductionSide];
}

/**
 * Locks an introduction until the end of the transaction, and gives it as it is now: answers of both sides, their
 * withdrawals and the connector's come one after the other. Before any lock of people.
 */
export async function holdIntroduction(ctx: Context, id: string): Promise<HeldIntroduction> {
  await ctx.db.query("select 1 from introductions where id = $1 for no key update", [id]);
  const introduction = await ctx.db.findOneByOrFail(Introduction, { id });
  const [a, b] = await ctx.db.find(IntroductionSide, { where: { introductionId: id }, order: { position: "ASC" } });
  if (!a || !b) throw new Error("An introduction has two sides.");
  return { introduction, sides: [a, b] };
}

/** From now on nothing can be shared, whatever it looks like to others until it expires. It keeps its first moment. */
export const close = (ctx: Context, introduction: Introduction): Promise<void> => closeIf(ctx, introduction, true);

/** Closes it, or writes it as it is: who waits for the end of it cannot tell which. */
export async function closeIf(ctx: Context, introduction: Introduction, isOver: boolean): Promise<void> {
  if (isOver) introduction.closedAt ??= ctx.clock.now();
  await ctx.db.update(Introduction, { id: introduction.id }, { closedAt: introduction.closedAt });
}
