/** The ground's own housekeeping: what was kept for a time and is past it. docs/retention.md lists all of it. */
import type { EntityManager } from "typeorm";
import { IDEMPOTENCY_KEPT_DAYS } from "./idempotency.ts";
import { every } from "./jobs.ts";

const DAY_MS = 86_400_000;
/** How long the outbox remembers what it sent, and shows what it gave up on. */
const MAILS_KEPT_DAYS = 90;
/** How long it can be looked up what happened. Reactions are tried again for four days at most. */
const EVENTS_KEPT_DAYS = 90;
/** How long a job is shown that was given up after its last try. */
const DEAD_JOBS_KEPT_DAYS = 30;
/** Events that one statement deletes: far below its time-out. */
const EVENTS_PER_STATEMENT = 5_000;

every("17 3 * * *", "delete-expired-platform-rows", async (ctx) => {
  const now = ctx.clock.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await ctx.db.query("delete from idempotency_keys where created_at <= $1", [daysAgo(IDEMPOTENCY_KEPT_DAYS)]);
  await ctx.db.query("delete from mails where settled_at <= $1", [daysAgo(MAILS_KEPT_DAYS)]);
  await ctx.db.query("delete from quotas where resets_at <= $1", [now]);
  await ctx.db.query(
    `select graphile_worker.complete_jobs(array(
       select id from graphile_worker.jobs where attempts >= max_attempts and locked_at is null and updated_at <= $1))`,
    [daysAgo(DEAD_JOBS_KEPT_DAYS)],
  );
  await forgetEvents(ctx.db, daysAgo(EVENTS_KEPT_DAYS));
});

/** Statement by statement, each a transaction of its own. */
async function forgetEvents(db: EntityManager, keptSince: Date): Promise<void> {
  let gone: number;
  do {
    const [row] = await db.query<[{ gone: number }]>("select forget_events($1, $2) as gone", [
      keptSince,
      EVENTS_PER_STATEMENT,
    ]);
    gone = row.gone;
  } while (gone > 0);
}

// Where public pages are kept, this is done many times a second; elsewhere the table would only grow.
every("* * * * *", "relay-public-changes", async (ctx) => {
  await ctx.db.query("select relay_public_changes(true)");
});
