/** Keeps the meetings of every running series made as far ahead as people plan. */
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import type { Context } from "../platform/context.ts";
import { every } from "../platform/jobs.ts";
import { inTransaction } from "../platform/transaction.ts";
import { horizonOf, makeOccurrences } from "./make-occurrences.ts";

every("23 3 * * *", "extend-series", extendAllSeries);

const BATCH = 100;

/** One series after the other, each in a transaction of its own: a faulty one does not hold up the rest. */
async function extendAllSeries(ctx: Context): Promise<void> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const due = await dueAfter(ctx, after);
    for (const id of due) {
      try {
        await inTransaction(ctx, (ctx) => extend(ctx, id));
      } catch (error) {
        ctx.log.error({ err: error, seriesId: id }, "a series could not be extended");
      }
    }
    const last = due.at(-1);
    if (!last || due.length < BATCH) return;
    after = last;
  }
}

async function dueAfter(ctx: Context, id: string): Promise<string[]> {
  const rows: { id: string }[] = await ctx.db.query(
    `select s.id from meeting_series s join groups g on g.id = s.group_id
      where s.ended_at is null and g.archived_at is null and s.made_until < $1 and s.id > $2
      order by s.id limit ${BATCH}`,
    [horizonOf(ctx.clock.now()), id],
  );
  return rows.map((row) => row.id);
}

async function extend(ctx: Context, id: string): Promise<void> {
  const series = await ctx.db.findOne(MeetingSeries, { where: { id }, lock: { mode: "pessimistic_write" } });
  if (series && !series.endedAt) await makeOccurrences(ctx, series);
}
