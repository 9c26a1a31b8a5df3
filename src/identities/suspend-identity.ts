import type { Context } from "../platform/context.ts";

/**
 * The operator's word against an issuer's: from the next request on nobody comes in by that identity, however long its
 * tokens say that they are good. Answers whether there was one to suspend.
 */
export async function suspendIdentity(ctx: Context, identity: { issuer: string; subject: string }): Promise<boolean> {
  const [suspended] = await ctx.db.query<[unknown[], number]>(
    "update identities set suspended_at = $3 where issuer = $1 and subject = $2 and suspended_at is null returning 1",
    [identity.issuer, identity.subject, ctx.clock.now()],
  );
  return suspended.length > 0;
}
