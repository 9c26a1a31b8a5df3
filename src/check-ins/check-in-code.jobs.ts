import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/** How long a code that ran out is kept, for a door that asks again what became of it. */
const CHECK_IN_CODES_KEPT_DAYS = 1;

every("47 * * * *", "delete-check-in-codes", async (ctx) => {
  const daysAgo = new Date(ctx.clock.now().getTime() - CHECK_IN_CODES_KEPT_DAYS * DAY_MS);
  await ctx.db.query("delete from check_in_codes where expires_at <= $1", [daysAgo]);
});
