import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/** How long a link that ran out is kept, for whoever asks why it did not work. Then the address is forgotten. */
const REQUESTS_KEPT_DAYS = 7;

every("53 * * * *", "delete-ended-visit-requests", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - REQUESTS_KEPT_DAYS * DAY_MS);
  await ctx.db.query("delete from visit_requests where expires_at <= $1", [before]);
});
