/** Tight limits on single acts (sign-in, invitations …), counted in the database so that all servers share them. */
import type { Context } from "./context.ts";
import { Refusal } from "./errors.ts";
import { mac } from "./secrets.ts";

export interface Quota {
  /** What is counted: `"sign-in request per address"`. */
  readonly name: string;
  /** How often in one window, at most. */
  readonly most: number;
  readonly windowSeconds: number;
}

/**
 * Counts one use of a quota by `subject` (an address, a network, a person) and refuses above its maximum. The window
 * starts with the first use. Called before the act's transaction, a use counts whether or not the act succeeds, as
 * guesses must. Called first thing within it (and within `once`), only what was done counts, and a repeated call with
 * the same key counts once; the uses of one subject then wait for each other.
 *
 * @throws RATE_LIMITED with `retryAfterSeconds`
 */
export async function spend(ctx: Context, quota: Quota, subject: string): Promise<void> {
  const now = ctx.clock.now();
  const [{ uses, resets_at }] = await ctx.db.query<[{ uses: number; resets_at: Date }]>(
    `insert into quotas as known (key, uses, resets_at) values ($1, 1, $3)
     on conflict (key) do update set
       uses = case when known.resets_at <= $2 then 1 else known.uses + 1 end,
       resets_at = case when known.resets_at <= $2 then excluded.resets_at else known.resets_at end
     returning uses, resets_at`,
    [mac(ctx.secretKey, "quota", quota.name, subject), now, new Date(now.getTime() + quota.windowSeconds * 1000)],
  );
  if (uses > quota.most) throw rateLimited((resets_at.getTime() - now.getTime()) / 1000);
}

/** `extensions.retryAfterSeconds` becomes the header `Retry-After`. */
const rateLimited = (seconds: number): Refusal => {
  const retryAfterSeconds = Math.max(1, Math.ceil(seconds));
  return new Refusal("RATE_LIMITED", `Too many attempts. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
};
