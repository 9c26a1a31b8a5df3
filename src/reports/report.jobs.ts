import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/** How long a closed report is kept, for whoever asks what became of it. */
const REPORTS_KEPT_DAYS = 180;

every("57 3 * * *", "delete-closed-reports", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - REPORTS_KEPT_DAYS * DAY_MS);
  await ctx.db.query("delete from reports where closed_at <= $1", [before]);
});
