import { IsNull, LessThanOrEqual } from "typeorm";
import { every, on } from "../platform/jobs.ts";
import { inTransaction } from "../platform/transaction.ts";
import { ConnectedPair, pairOf } from "./connection.entity.ts";
import { endConnection } from "./disconnect.ts";

const DAY_MS = 86_400_000;
/** How long it is kept that two people were connected, for whatever was computed of it. */
const ENDED_CONNECTIONS_KEPT_DAYS = 7;
/** How long a code that ran out is kept, for whoever takes it twice. */
const OFFERS_KEPT_DAYS = 1;

// A block hides it at once; it ends, so that it does not come back when the block is taken away.
on("person.blocked", async function endConnectionOfBlocked(ctx, { blockerId, blockedId, occurredAt }) {
  const pair = pairOf(blockerId, blockedId);
  await inTransaction(ctx, async (ctx) => {
    const before = { ...pair, endedAt: IsNull(), startedAt: LessThanOrEqual(occurredAt) };
    const connection = await ctx.db.findOneBy(ConnectedPair, before);
    if (connection) await endConnection(ctx, connection.id);
  });
});

every("41 3 * * *", "delete-ended-connections", async (ctx) => {
  const daysAgo = (days: number) => new Date(ctx.clock.now().getTime() - days * DAY_MS);
  await ctx.db.query("delete from connections where ended_at <= $1", [daysAgo(ENDED_CONNECTIONS_KEPT_DAYS)]);
  await ctx.db.query("delete from connection_offers where expires_at <= $1", [daysAgo(OFFERS_KEPT_DAYS)]);
});
