import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import "./app.events.ts";

/**
 * Takes back all that a grant gave: no code, no token and no refresh token of it works any more. False if it had ended
 * before. Inside of a transaction.
 */
export async function endGrant(ctx: Context, grantId: string): Promise<boolean> {
  const [ended] = await ctx.db.query<[{ person_id: string; app_id: string }[], number]>(
    "update app_grants set ended_at = $2 where id = $1 and ended_at is null returning person_id, app_id",
    [grantId, ctx.clock.now()],
  );
  const [grant] = ended;
  if (!grant) return false;
  // Whoever is about to write another holds the grant meanwhile, so none is left behind.
  await ctx.db.query("delete from oauth_artifacts where grant_id = $1", [grantId]);
  await emit(ctx, { name: "app.disconnected", personId: grant.person_id, appId: grant.app_id, grantId });
  return true;
}
