import { Field, ID, InputType, Int } from "type-graphql";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { fitMode, givenDetails, MeetingAnnouncementInput, TITLE_LENGTH_MAX } from "../meetings/meeting-details.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { IfGiven, valid } from "../platform/valid.ts";
import { mayUpdateSeries } from "./series.policy.ts";

@InputType({ description: "Input of `updateSeries`. A field left out stays as it is; null clears it." })
export class UpdateSeriesInput extends MeetingAnnouncementInput {
  @Field(() => ID, { description: "The series." })
  seriesId: string;

  @Field(() => Int, { nullable: true, description: "Refuse with `STALE` if the series is no longer at this version." })
  expectedVersion?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "One line of plain text, 1 to 200 characters; cannot be cleared.",
  })
  @IfGiven()
  @IsLine(TITLE_LENGTH_MAX)
  title?: string | null;
}

export const UpdateSeriesPayload = payloadType("UpdateSeries", { series: () => MeetingSeries });

/**
 * Changes the words and the place of a series: for all meetings still to be made, and for those coming ones that were
 * not changed by themselves. What people decided by (time, seats, price) is changed meeting by meeting.
 *
 * @throws NOT_FOUND if the viewer cannot see the series, FORBIDDEN unless they organise its group, CONFLICT if it has
 *   ended, STALE if it is no longer at `expectedVersion`
 */
export async function updateSeries(ctx: Context, input: UpdateSeriesInput): Promise<MeetingSeries> {
  await valid(input);
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const series = await visible(ctx, MeetingSeries, input.seriesId, "seriesId", { lock: true });
    if (!mayUpdateSeries(await standingIn(ctx, series.groupId))) throw forbidden("change this group's meetings");
    if (series.endedAt) throw conflict("seriesId", "The series has ended.");
    fitMode(input, series.mode);

    const changes = { ...givenDetails(input), ...(input.title && { title: tidyLine(input.title) }) };
    await revise(ctx, series, { ...changes, updatedAt: ctx.clock.now() }, input.expectedVersion);
    const placeChanged = input.place !== undefined || input.onlineUrl !== undefined;
    const meetingIds = await changeComing(ctx, series, changes, placeChanged);
    await emit(ctx, { name: "series.updated", seriesId: series.id, groupId: series.groupId, placeChanged, meetingIds });
    return series;
  });
}

async function changeComing(
  ctx: Context,
  series: MeetingSeries,
  changes: Partial<Meeting>,
  placeChanged: boolean,
): Promise<string[]> {
  const now = ctx.clock.now();
  const update = await ctx.db
    .createQueryBuilder()
    .update(Meeting)
    .set({
      ...changes,
      updatedAt: now,
      version: () => "version + 1",
      ...(placeChanged && { sequence: () => "sequence + 1" }),
    })
    .where("series_id = :seriesId and starts_at > :now", { seriesId: series.id, now })
    .andWhere("cancelled_at is null and not differs_from_series")
    .returning("id")
    .execute();
  return (update.raw as { id: string }[]).map(({ id }) => id);
}
