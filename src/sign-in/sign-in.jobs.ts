import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/** How long an expired challenge is kept, for whoever asks why a code did not work. */
const CHALLENGES_KEPT_DAYS = 1;
/** How long an ended session is kept, for whoever asks where they were signed in. */
const SESSIONS_KEPT_DAYS = 30;

every("41 * * * *", "delete-ended-sessions-and-challenges", async (ctx) => {
  const daysAgo = (days: number) => new Date(ctx.clock.now().getTime() - days * DAY_MS);
  await ctx.db.query("delete from sign_in_challenges where expires_at <= $1", [daysAgo(CHALLENGES_KEPT_DAYS)]);
  await ctx.db.query("delete from sessions where least(ended_at, expires_at) <= $1", [daysAgo(SESSIONS_KEPT_DAYS)]);
});
