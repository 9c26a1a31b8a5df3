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

/**
 * Locks people, always in the same order. Whoever blocks somebody holds their own row (`block-person.ts`), so a block
 * comes either before, and is seen, or after.
 */
export async function holdPeople(ctx: Context, ids: readonly string[]): Promise<void> {
  await ctx.db.query("select 1 from people where id = any($1) order by id for no key update", [ids]);
}

/** Whether any of these people blocks another of them. */
export async function isParted(ctx: Context, ids: readonly string[]): Promise<boolean> {
  const rows = await ctx.db.query<unknown[]>(
    "select 1 from blocks where blocker_id = any($1) and blocked_id = any($1) limit 1",
    [ids],
  );
  return rows.length > 0;
}

/** From now on nothing can be shared, whatever it looks like to others until it expires. */
export async function close(ctx: Context, { id, closedAt }: Introduction): Promise<void> {
  if (!closedAt) await ctx.db.update(Introduction, { id }, { closedAt: ctx.clock.now() });
}
