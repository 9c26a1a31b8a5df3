import type { Context } from "../platform/context.ts";
import { answer, heldRsvp } from "./answer.ts";
import { holdMeeting } from "./hold-meeting.ts";

/**
 * Takes back what somebody said about a group's coming meetings: they left it, or were put out. The seats go to whoever
 * waits. Answers to meetings that have started are history and stay. Inside of a transaction.
 */
export async function withdrawFromGroup(ctx: Context, groupId: string, personId: string): Promise<void> {
  const coming: { id: string }[] = await ctx.db.query(
    `select m.id from meetings m join rsvps r on r.meeting_id = m.id
      where m.group_id = $1 and r.person_id = $2 and r.status <> 'NOT_GOING' and m.starts_at > $3 and m.cancelled_at is null
      order by m.id`,
    [groupId, personId, ctx.clock.now()],
  );
  for (const { id } of coming) {
    const meeting = await holdMeeting(ctx, id);
    await answer(ctx, meeting, await heldRsvp(ctx, meeting, personId), { kind: "notGoing" });
  }
}
