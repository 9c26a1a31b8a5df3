/** The ground's own housekeeping: what was kept for a time and is past it. */
import { IDEMPOTENCY_KEPT_DAYS } from "./idempotency.ts";
import { every } from "./jobs.ts";

const DAY_MS = 86_400_000;
/** How long the outbox remembers what it sent, and shows what it gave up on. */
const MAILS_KEPT_DAYS = 90;

every("17 3 * * *", "delete-expired-platform-rows", async (ctx) => {
  const now = ctx.clock.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await ctx.db.query("delete from idempotency_keys where created_at <= $1", [daysAgo(IDEMPOTENCY_KEPT_DAYS)]);
  await ctx.db.query("delete from mails where settled_at <= $1", [daysAgo(MAILS_KEPT_DAYS)]);
  await ctx.db.query("delete from quotas where resets_at <= $1", [now]);
});

// Where public pages are kept, this is done many times a second; elsewhere the table would only grow.
every("* * * * *", "relay-public-changes", async (ctx) => {
  await ctx.db.query("select relay_public_changes(true)");
});
