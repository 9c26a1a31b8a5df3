/** Standing RSVPs give their answers when meetings are made, and when answers open; who leaves takes theirs along. */
import { IsNull } from "typeorm";
import { standingIn } from "../groups/standing-in.ts";
import { whenMembershipEnds } from "../memberships/end-membership.ts";
import type { Context } from "../platform/context.ts";
import { every, on } from "../platform/jobs.ts";
import { inTransaction } from "../platform/transaction.ts";
import { applyStandingRsvps, type DueAnswer, dueAnswers } from "./apply-standing-rsvps.ts";
import { endStanding } from "./end-standing-rsvp.ts";
import { StandingRsvp } from "./standing-rsvp.entity.ts";

whenMembershipEnds((ctx, { groupId, personId }) => endAllIn(ctx, groupId, personId));

on("person.banned", async function endStandingRsvps(ctx, { groupId, personId }) {
  await inTransaction(ctx, async (ctx) => {
    if ((await standingIn(ctx, groupId, personId))?.banned) await endAllIn(ctx, groupId, personId);
  });
});

on("series.extended", async function giveStandingAnswers(ctx, { seriesId }) {
  await giveAnswers(ctx, await dueAnswers(ctx, { seriesId }));
});

// Answers may open later than a meeting is made.
every("*/10 * * * *", "give-standing-answers", async (ctx) => {
  await giveAnswers(ctx, await dueAnswers(ctx));
});

/** Each in a transaction of its own: a faulty one does not hold up the rest. */
async function giveAnswers(ctx: Context, due: readonly DueAnswer[]): Promise<void> {
  for (const each of due) {
    try {
      await applyStandingRsvps(ctx, [each]);
    } catch (error) {
      ctx.log.error({ err: error, ...each }, "a standing RSVP could not be applied");
    }
  }
}

async function endAllIn(ctx: Context, groupId: string, personId: string): Promise<void> {
  const standing = await ctx.db.find(StandingRsvp, {
    where: { groupId, personId, endedAt: IsNull() },
    order: { id: "ASC" },
    lock: { mode: "pessimistic_write" },
  });
  for (const each of standing) await endStanding(ctx, each);
}
