/** Of two lines on one sheet one is made. Marks stay as they were made: the fold reads them as about who stays. */
import { countAttendances } from "../attendance/count-attendances.ts";
import { foldMarks } from "../attendance/fold-marks.ts";
import type { Context } from "../platform/context.ts";
import { type Moving, noteRows, setAside } from "./move-rows.ts";

/** A meeting at which both were marked: then they are two. */
export async function meetingOfBoth(ctx: Context, { groupId, mergedId, intoId }: Omit<Moving, "mergeId">) {
  const [row]: { meeting_id: string }[] = await ctx.db.query(
    `select a.meeting_id from attendances a join attendances b on b.meeting_id = a.meeting_id and b.person_id = $3
      where a.group_id = $1 and a.person_id = $2 and a.code is not null and b.code is not null
      order by a.starts_at desc, a.meeting_id limit 1`,
    [groupId, mergedId, intoId],
  );
  return row?.meeting_id ?? null;
}

/**
 * Holds every meeting of the group, so that nobody takes a roll meanwhile: whoever takes one holds its meeting in share.
 * After the group, as everywhere.
 */
export async function holdMeetings(ctx: Context, groupId: string): Promise<void> {
  await ctx.db.query("select 1 from meetings where group_id = $1 order by id for no key update", [groupId]);
}

/** Lines that stand beside one of who stays. What one of the two was expected for, or counted as, the one line keeps. */
const UNITE = `
  update attendances a set
      is_expected = a.is_expected or b.is_expected,
      is_on_leave = case when a.is_expected then a.is_on_leave else b.is_on_leave end,
      counted_code = coalesce(case when b.code is not null then b.counted_code end,
                              case when a.code is not null then a.counted_code end, a.counted_code, b.counted_code)
    from attendances b
   where b.meeting_id = a.meeting_id and a.group_id = $1 and a.person_id = $3 and b.person_id = $2
  returning a.meeting_id`;

/** To be called before rows are moved. Gives the meetings at which both had a line. */
export async function uniteLines(ctx: Context, { mergeId, groupId, mergedId, intoId }: Moving): Promise<string[]> {
  const pair = [groupId, mergedId, intoId];
  const shared = `t.group_id = $2 and t.person_id = $4
    and exists (select from attendances x where x.meeting_id = t.meeting_id and x.person_id = $3)`;
  await noteRows(ctx, mergeId, "CHANGED", "attendances", shared, pair);
  const [meetings]: [{ meeting_id: string }[], number] = await ctx.db.query(UNITE, pair);
  await setAside(
    ctx,
    mergeId,
    "attendances",
    `t.group_id = $2 and t.person_id = $3
     and exists (select from attendances x where x.meeting_id = t.meeting_id and x.person_id = $4)`,
    pair,
  );
  return meetings.map(({ meeting_id }) => meeting_id);
}

/** Works these sheets out anew, as the marks are read now. Devices that hold them learn of it by the roll's version. */
export async function foldAgain(ctx: Context, meetingIds: readonly string[], people: readonly string[]): Promise<void> {
  for (const meetingId of meetingIds) {
    await foldMarks(ctx, meetingId, people);
    const [[roll]] = await ctx.db.query<[{ status: string }[], number]>(
      "update rolls set version = version + 1 where meeting_id = $1 returning status",
      [meetingId],
    );
    if (roll?.status === "SUBMITTED") await countAttendances(ctx, meetingId);
  }
}

/** Meetings at which the merged one was marked, or had a line. */
export async function meetingsMarked(ctx: Context, { mergeId, groupId, mergedId }: Moving): Promise<string[]> {
  const rows: { meeting_id: string }[] = await ctx.db.query(
    `select meeting_id from marks where group_id = $2 and (person_id = $3 or substitute_for_id = $3)
      union select (was ->> 'meeting_id')::uuid from person_merge_rows
             where merge_id = $1 and table_name = 'attendances' order by 1`,
    [mergeId, groupId, mergedId],
  );
  return rows.map(({ meeting_id }) => meeting_id);
}

/** What was united on the sheet is parted, but for the codes, which the marks say. */
export async function partLines(ctx: Context, mergeId: string): Promise<void> {
  await ctx.db.query(
    `update attendances t set is_expected = (r.was ->> 'is_expected')::boolean,
            is_on_leave = (r.was ->> 'is_on_leave')::boolean, counted_code = r.was ->> 'counted_code'
       from person_merge_rows r
      where r.merge_id = $1 and r.kind = 'CHANGED' and r.table_name = 'attendances' and t.id::text = r.was ->> 'id'`,
    [mergeId],
  );
}
