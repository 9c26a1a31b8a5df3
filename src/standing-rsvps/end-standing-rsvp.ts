import { Field, ID, InputType } from "type-graphql";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { withdrawStandingAnswers } from "./apply-standing-rsvps.ts";
import { StandingRsvp } from "./standing-rsvp.entity.ts";
import "./standing-rsvp.events.ts";

@InputType({ description: "Input of `endStandingRsvp`." })
export class EndStandingRsvpInput {
  @Field(() => ID, { description: "The series." })
  seriesId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Whether to take back, too, the answers to coming meetings that followed from it and were not changed since; otherwise they stand.",
  })
  withdrawsComing: boolean;
}

export const EndStandingRsvpPayload = payloadType("EndStandingRsvp", { standingRsvp: () => StandingRsvp });

/**
 * Ends the viewer's answer to a whole series: it gives no further answers. Ending an ended one can still take back
 * what followed from it.
 *
 * @throws NOT_FOUND, CONFLICT if there never was one
 */
export async function endStandingRsvp(ctx: Context, input: EndStandingRsvpInput): Promise<StandingRsvp> {
  await valid(input);
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const series = await visible(ctx, MeetingSeries, input.seriesId, "seriesId");
    await ctx.db.query("select 1 from groups where id = $1 for share", [series.groupId]);
    const standing = await ctx.db.findOne(StandingRsvp, {
      where: { seriesId: series.id, personId },
      lock: { mode: "pessimistic_write" },
    });
    if (!standing) throw conflict("seriesId", "You have no standing RSVP to this series.");
    await endStanding(ctx, standing);
    if (input.withdrawsComing) await withdrawStandingAnswers(ctx, standing);
    return standing;
  });
}

/** Ends one that holds; one that was ended stays as it is. */
export async function endStanding(ctx: Context, standing: StandingRsvp): Promise<void> {
  if (standing.endedAt) return;
  const now = ctx.clock.now();
  await revise(ctx, standing, { endedAt: now, updatedAt: now });
  await emit(ctx, { name: "standingRsvp.ended", standingRsvpId: standing.id, seriesId: standing.seriesId });
}
