import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { every, on } from "../platform/jobs.ts";
import { queueMail } from "../platform/mail.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Ask } from "./ask.entity.ts";
import type { RespondedMail } from "./ask.mails.ts";
import { Offer } from "./offer.entity.ts";
import type { Posting } from "./posting.entity.ts";

const DAY_MS = 86_400_000;
/** How long asks and offers are kept after their end, with their responses: as long as help given and received counts. */
const POSTINGS_KEPT_DAYS = 730;

on("ask.responded", async function tellAsker(ctx, { askId, responseId }) {
  await tellAuthor(ctx, "ask-responded", await ctx.db.findOneByOrFail(Ask, { id: askId }), { responseId });
});
on("offer.responded", async function tellOfferer(ctx, { offerId, responseId }) {
  await tellAuthor(ctx, "offer-responded", await ctx.db.findOneByOrFail(Offer, { id: offerId }), { responseId });
});

/** As many mails as there are responses: twenty for one posting. */
async function tellAuthor(ctx: Context, kind: string, { personId }: Posting, data: RespondedMail): Promise<void> {
  const { email, emailVerifiedAt } = await ctx.db.findOneByOrFail(Person, { id: personId });
  if (email && emailVerifiedAt) await queueMail(ctx, { kind, to: email, key: data.responseId, data });
}

every("41 3 * * *", "forget-asks-and-offers", async (ctx) => {
  const before = new Date(ctx.clock.now().getTime() - POSTINGS_KEPT_DAYS * DAY_MS);
  await inTransaction(ctx, async (ctx) => {
    for (const [table, one, parts] of [
      ["asks", "ask", ["ask_topics", "ask_groups", "ask_responses"]],
      ["offers", "offer", ["offer_topics", "offer_groups", "offer_responses"]],
    ] as const) {
      const ended = `select id from ${table} where least(open_until, closed_at) <= $1`;
      for (const part of parts) await ctx.db.query(`delete from ${part} where ${one}_id in (${ended})`, [before]);
      await ctx.db.query(`delete from ${table} where id in (${ended})`, [before]);
    }
  });
});
