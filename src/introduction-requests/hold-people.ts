import type { Context } from "../platform/context.ts";

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
