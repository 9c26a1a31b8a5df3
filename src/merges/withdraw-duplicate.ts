import type { Context } from "../platform/context.ts";
import { answer, heldRsvp } from "../rsvps/answer.ts";
import { holdMeeting } from "../rsvps/hold-meeting.ts";
import { recountSeats } from "../rsvps/recount-seats.ts";
import type { Moving } from "./move-rows.ts";

/**
 * Where both answered to a coming meeting, who stays keeps their answer, and the seat of the other goes to whoever waits.
 * Like every withdrawal this is not taken back by undoing the merge: the seat may be somebody's by then.
 */
export async function withdrawDuplicate(ctx: Context, { groupId, mergedId, intoId }: Moving): Promise<void> {
  const coming: { id: string }[] = await ctx.db.query(
    `select m.id from meetings m join rsvps r on r.meeting_id = m.id and r.person_id = $2
       join rsvps other on other.meeting_id = m.id and other.person_id = $3
      where m.group_id = $1 and r.status <> 'NOT_GOING' and m.starts_at > $4 and m.cancelled_at is null
      order by m.id`,
    [groupId, mergedId, intoId, ctx.clock.now()],
  );
  for (const { id } of coming) {
    const meeting = await holdMeeting(ctx, id);
    await answer(ctx, meeting, await heldRsvp(ctx, meeting, mergedId), { kind: "notGoing" });
  }
}

/** Counts the seats of past meetings anew whose answers were set aside, or are there again. */
export async function recountSetAside(ctx: Context, mergeId: string): Promise<void> {
  const rows: { meeting_id: string }[] = await ctx.db.query(
    `select distinct (was ->> 'meeting_id')::uuid as meeting_id from person_merge_rows
      where merge_id = $1 and kind = 'REMOVED' and table_name = 'rsvps' and was ->> 'status' in ('GOING', 'OFFERED')`,
    [mergeId],
  );
  if (rows.length > 0) {
    await recountSeats(
      ctx,
      rows.map(({ meeting_id }) => meeting_id),
    );
  }
}
