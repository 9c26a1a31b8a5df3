import type { Context } from "../platform/context.ts";
import { dropEmptyLines } from "./fold-marks.ts";

/**
 * Makes what the sheet says now what counts: the code of the marks, and for whoever was expected and has none
 * `EXCUSED` on leave and `ABSENT` otherwise. Called on submission, and when a flagged mark is accepted afterwards.
 * The caller holds the roll's row.
 */
export async function countAttendances(ctx: Context, meetingId: string): Promise<void> {
  await ctx.db.query(
    `update attendances line set counted_code = sheet.code, updated_at = $2
       from (select id, coalesce(code, case when is_expected
                                            then case when is_on_leave then 'EXCUSED' else 'ABSENT' end end) as code
               from attendances where meeting_id = $1) sheet
      where line.id = sheet.id and line.counted_code is distinct from sheet.code`,
    [meetingId, ctx.clock.now()],
  );
  await dropEmptyLines(ctx, meetingId);
}
