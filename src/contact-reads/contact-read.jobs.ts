import { every } from "../platform/jobs.ts";

const DAY_MS = 86_400_000;
/** How long a person sees who read their contact details. */
const CONTACT_READS_KEPT_DAYS = 365;

every("53 3 * * *", "delete-contact-reads", async (ctx) => {
  const daysAgo = new Date(ctx.clock.now().getTime() - CONTACT_READS_KEPT_DAYS * DAY_MS);
  await ctx.db.query("delete from contact_reads where last_read_at <= $1", [daysAgo]);
});
