import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/** How long a challenge that ran out is kept. */
const PASSKEY_CHALLENGES_KEPT_DAYS = 1;

every("43 * * * *", "delete-passkey-challenges", async (ctx) => {
  const daysAgo = new Date(ctx.clock.now().getTime() - PASSKEY_CHALLENGES_KEPT_DAYS * DAY_MS);
  await ctx.db.query("delete from passkey_challenges where expires_at <= $1", [daysAgo]);
});
