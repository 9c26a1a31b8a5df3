import { IsNull, LessThanOrEqual } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { every, on } from "../platform/jobs.ts";
import { inTransaction } from "../platform/transaction.ts";
import { ConnectedPair, pairOf } from "./connection.entity.ts";
import { ContactWish } from "./contact-wish.entity.ts";
import { endConnection } from "./disconnect.ts";
import { hashOfContact } from "./import-contacts.ts";
import { matchContacts } from "./match-contacts.ts";

const DAY_MS = 86_400_000;
/** How long it is kept that two people were connected, for whatever was computed of it. */
const ENDED_CONNECTIONS_KEPT_DAYS = 7;
/** How long a code that ran out is kept, for whoever takes it twice. */
const OFFERS_KEPT_DAYS = 1;
/** How long an imported address waits for the other side. */
const WISHES_KEPT_DAYS = 90;

// A block hides it at once; it ends, so that it does not come back when the block is taken away.
on("person.blocked", async function endConnectionOfBlocked(ctx, { blockerId, blockedId, occurredAt }) {
  const pair = pairOf(blockerId, blockedId);
  await inTransaction(ctx, async (ctx) => {
    const before = { ...pair, endedAt: IsNull(), startedAt: LessThanOrEqual(occurredAt) };
    const connection = await ctx.db.findOneBy(ConnectedPair, before);
    if (connection) await endConnection(ctx, connection.id);
  });
});

on("contacts.imported", async function connectImported(ctx, { personId }) {
  await matchContacts(ctx, personId);
});

// Whoever blocks wishes no longer, also once the block is taken away.
on("person.blocked", async function forgetImportedOfBlocked(ctx, { blockerId, blockedId }) {
  const { email } = await ctx.db.findOneByOrFail(Person, { id: blockedId });
  if (email) await ctx.db.delete(ContactWish, { ownerId: blockerId, addressHash: hashOfContact(ctx, email) });
});

every("41 3 * * *", "delete-ended-connections", async (ctx) => {
  const daysAgo = (days: number) => new Date(ctx.clock.now().getTime() - days * DAY_MS);
  await ctx.db.query("delete from connections where ended_at <= $1", [daysAgo(ENDED_CONNECTIONS_KEPT_DAYS)]);
  await ctx.db.query("delete from contact_wishes where wished_at <= $1", [daysAgo(WISHES_KEPT_DAYS)]);
  await ctx.db.query("delete from connection_offers where expires_at <= $1", [daysAgo(OFFERS_KEPT_DAYS)]);
});
