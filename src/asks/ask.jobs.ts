import { every } from "../platform/jobs.ts";
import { inTransaction } from "../platform/transaction.ts";

const DAY_MS = 86_400_000;
/** How long asks, their responses and offers are kept after their end: as long as help given and received counts. */
const POSTINGS_KEPT_DAYS = 730;

every("41 3 * * *", "forget-asks-and-offers", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - POSTINGS_KEPT_DAYS * DAY_MS);
  await inTransaction(ctx, async (ctx) => {
    for (const [table, one, parts] of [
      ["asks", "ask", ["ask_topics", "ask_groups", "ask_responses"]],
      ["offers", "offer", ["offer_topics", "offer_groups"]],
    ] as const) {
      const ended = `select id from ${table} where least(open_until, closed_at) <= $1`;
      for (const part of parts) await ctx.db.query(`delete from ${part} where ${one}_id in (${ended})`, [before]);
      await ctx.db.query(`delete from ${table} where id in (${ended})`, [before]);
    }
  });
});
