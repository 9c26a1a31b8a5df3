import type { TakePartMode } from "../meetings/meeting-mode.ts";
import type { Context } from "../platform/context.ts";

/**
 * Whether somebody comes to a meeting this way, waits or asks to, or comes online while they wait for a chair. The
 * caller holds the meeting, so that nobody begins to meanwhile. Who may come, or does not, counts on no way.
 */
export async function isModeWanted(ctx: Context, meetingId: string, mode: TakePartMode): Promise<boolean> {
  const [row] = await ctx.db.query<[{ wanted: boolean }]>(
    `select exists (
       select from rsvps
        where meeting_id = $1 and status in ('GOING', 'OFFERED', 'WAITLISTED', 'REQUESTED')
          and (mode = $2 or ($2 = 'ONLINE' and online_meanwhile))) as wanted`,
    [meetingId, mode],
  );
  return row.wanted;
}
