import type { Context } from "../platform/context.ts";

/** Whether any of these people blocks another of them. */
export async function isParted(ctx: Context, ids: readonly string[]): Promise<boolean> {
  const rows = await ctx.db.query<unknown[]>(
    "select 1 from blocks where blocker_id = any($1) and blocked_id = any($1) limit 1",
    [ids],
  );
  return rows.length > 0;
}
