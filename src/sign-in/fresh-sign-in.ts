import type { Context } from "../platform/context.ts";
import { conflict, unauthenticated } from "../platform/errors.ts";
import { Session } from "./session.entity.ts";

/** Minutes after signing in during which somebody is believed to be the one who did, and not to have found the device. */
const FRESH_SIGN_IN_MINUTES_MAX = 15;
const MINUTE_MS = 60_000;
/** Of whom another issuer vouches for: what that one takes back must not live on here. */
const NO_SESSION = { createdAt: new Date(0) };

/**
 * For what would outlast the session, such as another way in.
 *
 * @throws CONFLICT for a session that is older; whoever it is signs in again
 */
export async function demandFreshSignIn(ctx: Context): Promise<void> {
  const { principal } = ctx;
  if (principal.kind !== "person") throw unauthenticated();
  const { sessionId } = principal;
  const { createdAt } = sessionId === null ? NO_SESSION : await ctx.db.findOneByOrFail(Session, { id: sessionId });
  if (ctx.clock.now().getTime() - createdAt.getTime() < FRESH_SIGN_IN_MINUTES_MAX * MINUTE_MS) return;
  throw conflict(null, `Sign in again first: this is for the first ${FRESH_SIGN_IN_MINUTES_MAX} minutes of a session.`);
}
