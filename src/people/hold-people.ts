import type { Context } from "../platform/context.ts";

/**
 * Locks people, always in the same order. Whoever blocks somebody holds their own row (`block-person.ts`), so a block
 * comes either before, and is seen, or after.
 */
export async function holdPeople(ctx: Context, ids: readonly string[]): Promise<void> {
  await ctx.db.query("select 1 from people where id = any($1) order by id for no key update", [ids]);
}
