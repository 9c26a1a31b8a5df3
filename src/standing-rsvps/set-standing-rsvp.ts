import { IsOptional, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { standingIn } from "../groups/standing-in.ts";
import { TakePartMode, waysToTakePart } from "../meetings/meeting-mode.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden, invalid } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { GUESTS_MAX } from "../rsvps/going.ts";
import { applyStandingRsvps, changeStandingAnswers, dueAnswers } from "./apply-standing-rsvps.ts";
import { StandingRsvp } from "./standing-rsvp.entity.ts";
import { maySetStandingRsvp } from "./standing-rsvp.policy.ts";
import "./standing-rsvp.events.ts";

@InputType({ description: "Input of `setStandingRsvp`." })
export class SetStandingRsvpInput {
  @Field(() => ID, { description: "The series." })
  seriesId: string;

  @Field(() => TakePartMode, {
    nullable: true,
    description: "How to take part; left out, the only way there is, or at the place.",
  })
  mode?: TakePartMode | null;

  @Field(() => Int, {
    defaultValue: 0,
    description: "People brought along each time; at most the series' `guestsPerRsvpMax`.",
  })
  @IsOptional()
  @Min(0)
  @Max(GUESTS_MAX)
  guests: number;
}

export const SetStandingRsvpPayload = payloadType("SetStandingRsvp", { standingRsvp: () => StandingRsvp });

/**
 * Says that the viewer comes each time: to the coming meetings of a series that they have not answered, at once, and to
 * those that are made or open for answers later. What they answered to a single meeting stands; `rsvpNotGoing` there is
 * the opt-out. Sent again it changes the answers that followed from it, as far as there are seats.
 *
 * @throws NOT_FOUND, FORBIDDEN for who was banned, CONFLICT for a series that has ended, INVALID for what it does not take
 */
export async function setStandingRsvp(ctx: Context, input: SetStandingRsvpInput): Promise<StandingRsvp> {
  await valid(input);
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { id, groupId } = await visible(ctx, MeetingSeries, input.seriesId, "seriesId");
    await ctx.db.query("select 1 from groups where id = $1 for share", [groupId]);
    const series = await visible(ctx, MeetingSeries, input.seriesId, "seriesId");
    if (!maySetStandingRsvp(await standingIn(ctx, groupId))) throw forbidden("answer to this group's meetings");
    if (series.endedAt) throw conflict("seriesId", "The series has ended.", { entity: MeetingSeries, id });

    const wanted = wantedOf(series, input);
    const { standing, isNew } = await heldStanding(ctx, series, personId, wanted);
    const holds = standing.endedAt === null && standing.mode === wanted.mode && standing.guests === wanted.guests;
    if (isNew || !holds) {
      if (!holds) await revise(ctx, standing, { ...wanted, endedAt: null, updatedAt: ctx.clock.now() });
      await emit(ctx, { name: "standingRsvp.set", standingRsvpId: standing.id, seriesId: series.id });
      await changeStandingAnswers(ctx, standing);
    }
    await applyStandingRsvps(ctx, await dueAnswers(ctx, { standingRsvpId: standing.id }));
    return standing;
  });
}

/** @throws INVALID for a mode or party that the series does not take */
function wantedOf(series: MeetingSeries, { mode, guests }: SetStandingRsvpInput) {
  const ways = waysToTakePart(series.mode);
  if (mode && !ways.includes(mode)) throw invalid("mode", "The meetings are not held that way.");
  if (guests > series.guestsPerRsvpMax) {
    throw invalid("guests", `At most ${series.guestsPerRsvpMax} guests may be brought to these meetings.`);
  }
  return { mode: mode ?? ways[0] ?? TakePartMode.IN_PERSON, guests };
}

/** The row, locked until the transaction ends: found, or made as wanted. */
async function heldStanding(
  ctx: Context,
  series: MeetingSeries,
  personId: string,
  wanted: ReturnType<typeof wantedOf>,
): Promise<{ standing: StandingRsvp; isNew: boolean }> {
  const inserted: unknown[] = await ctx.db.query(
    `insert into standing_rsvps (id, group_id, series_id, person_id, mode, guests, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (series_id, person_id) do nothing returning id`,
    [newId(), series.groupId, series.id, personId, wanted.mode, wanted.guests, ctx.clock.now()],
  );
  const standing = await ctx.db.findOneOrFail(StandingRsvp, {
    where: { seriesId: series.id, personId },
    lock: { mode: "pessimistic_write" },
  });
  return { standing, isNew: inserted.length > 0 };
}
