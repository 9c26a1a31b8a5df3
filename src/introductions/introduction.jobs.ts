/** An introduction follows what becomes of its people. */
import type { Context } from "../platform/context.ts";
import { every, on } from "../platform/jobs.ts";
import { inTransaction } from "../platform/transaction.ts";
import { askAgain } from "./ask-again.ts";

every("4,14,24,34,44,54 * * * *", "ask-again-for-introductions", askAgain);

/** How long an outsider's address and name are kept who never said yes, for the connector to read whom they asked. */
const OUTSIDERS_KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

every("41 3 * * *", "forget-outsiders", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - OUTSIDERS_KEPT_DAYS * DAY_MS);
  await ctx.db.query(
    `update introduction_sides s set email = null, token_hash = null, name = 'Somebody', note = null
       from introductions i where i.id = s.introduction_id and i.shared_at is null and i.expires_at <= $1
        and s.email is not null`,
    [before],
  );
});

/** How long requests are kept after they expired; an introduction that came of one stays. */
const REQUESTS_KEPT_DAYS = 180;

every("43 3 * * *", "forget-introduction-requests", async (ctx) => {
  const old = "select id from introduction_requests where expires_at <= $1";
  const before = new Date(ctx.clock.now().getTime() - REQUESTS_KEPT_DAYS * DAY_MS);
  await inTransaction(ctx, async (ctx) => {
    await ctx.db.query(`update introductions set request_id = null where request_id in (${old})`, [before]);
    await ctx.db.query("delete from introduction_requests where expires_at <= $1", [before]);
  });
});

// Whoever was asked by an address reads it among their own as soon as they prove that address.
on("person.signed-in", async function findOwnIntroductions(ctx, { personId, isFirst }) {
  if (isFirst) await findOwn(ctx, personId);
});
on("person.email-changed", async function findIntroductionsOfAddress(ctx, { personId }) {
  await findOwn(ctx, personId);
});

async function findOwn(ctx: Context, personId: string): Promise<void> {
  await ctx.db.query(
    `update introduction_sides s set person_id = p.id from people p
      where p.id = $1 and s.email = p.email and s.person_id is null and not exists (
        select from introductions i where i.id = s.introduction_id and (i.connector_id = p.id
          or exists (select from introduction_sides o where o.introduction_id = i.id and o.person_id = p.id)))`,
    [personId],
  );
}

// What blocks part counts when a second yes comes, too; so it stays parted when the block is taken away again.
on("person.blocked", async function closeIntroductions(ctx, { blockerId, blockedId }) {
  await ctx.db.query(
    `update introductions i set closed_at = $3
      where i.closed_at is null and i.shared_at is null and i.expires_at > $3
        and $1::uuid in (select i.connector_id union select person_id from introduction_sides where introduction_id = i.id)
        and $2::uuid in (select i.connector_id union select person_id from introduction_sides where introduction_id = i.id)
        and (i.connector_id in ($1, $2) or i.id in (select introduction_id from introduction_sides where person_id = $1))`,
    [blockerId, blockedId, ctx.clock.now()],
  );
});
