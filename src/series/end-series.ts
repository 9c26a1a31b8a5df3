import { IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { IsNull, MoreThan } from "typeorm";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { standingIn } from "../groups/standing-in.ts";
import { callOff, REASON_LENGTH_MAX } from "../meetings/cancel-meeting.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { mayEndSeries } from "./series.policy.ts";

@InputType({ description: "Input of `endSeries`." })
export class EndSeriesInput {
  @Field(() => ID, { description: "The series." })
  seriesId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether to cancel its meetings that have not started, too, those changed by themselves included.",
  })
  cancelComing: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Why those are cancelled, for everybody who may see them. Plain text, 1 to 1,000 characters.",
  })
  @IsOptional()
  @IsParagraphs(REASON_LENGTH_MAX)
  reason?: string | null;
}

export const EndSeriesPayload = payloadType("EndSeries", { series: () => MeetingSeries });

/**
 * Makes no more meetings of a series; those on the calendar stay, or are cancelled with it. Ending an ended series
 * again can still cancel what is coming.
 *
 * @throws NOT_FOUND if the viewer cannot see the series, FORBIDDEN unless they organise its group
 */
export async function endSeries(ctx: Context, input: EndSeriesInput): Promise<MeetingSeries> {
  await valid(input);
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const series = await visible(ctx, MeetingSeries, input.seriesId, "seriesId", { lock: true });
    if (!mayEndSeries(await standingIn(ctx, series.groupId))) throw forbidden("end this group's series");

    const now = ctx.clock.now();
    const isEnding = !series.endedAt;
    if (isEnding) {
      await revise(ctx, series, { endedAt: now, updatedAt: now });
      await emit(ctx, { name: "series.ended", seriesId: series.id, groupId: series.groupId });
    }
    const cancelled = input.cancelComing ? await callOffComing(ctx, series, now, input.reason ?? null) : 0;
    if (isEnding || cancelled > 0) {
      await writeAuditEntry(ctx, {
        groupId: series.groupId,
        action: "endSeries",
        objectId: globalId("ser", series.id),
        after: { cancelled },
      });
    }
    return series;
  });
}

/**
 * One by one: each has its own guests to tell. In order of key, as everybody locks who locks several.
 *
 * @returns how many there were
 */
async function callOffComing(ctx: Context, series: MeetingSeries, now: Date, reason: string | null): Promise<number> {
  const coming = await ctx.db.find(Meeting, {
    where: { seriesId: series.id, startsAt: MoreThan(now), cancelledAt: IsNull() },
    order: { id: "ASC" },
    lock: { mode: "pessimistic_write" },
  });
  for (const meeting of coming) await callOff(ctx, meeting, reason);
  return coming.length;
}
