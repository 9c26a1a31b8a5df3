import { HOSTING } from "../groups/group.policy.ts";
import { LIVE_STATUSES } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { signedIn } from "../platform/find.ts";
import { DOOR_LASTS_MINUTES_AFTER_MAX } from "./door-window.ts";

/** Most meetings that are told of at once, the next ones. */
export const HOSTED_MEETINGS_MAX = 20;
const MINUTE_MS = 60_000;

/** A door that is neither closed nor past its end. */
export interface OpenDoor {
  readonly id: string;
  readonly label: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly uses: number;
}

/** A meeting whose doors the viewer may open. */
export interface HostedMeeting {
  readonly id: string;
  readonly title: string;
  readonly groupName: string;
  readonly startsAt: Date;
  readonly timeZone: string;
  readonly doors: readonly OpenDoor[];
}

/** The meetings whose doors the viewer may open, the earliest first; of some, only those among `ids`. */
export async function hostedMeetings(ctx: Context, ids: readonly string[] | null = null): Promise<HostedMeeting[]> {
  const now = ctx.clock.now();
  const meetings = await ctx.db.query<Omit<HostedMeeting, "doors">[]>(
    `select m.id, m.title, g.name as "groupName", m.starts_at as "startsAt", m.time_zone as "timeZone"
       from meetings m join groups g on g.id = m.group_id join memberships s on s.group_id = g.id
      where s.person_id = $1 and s.status = any($2) and s.role = any($3) and g.archived_at is null
        and m.published_at is not null and m.cancelled_at is null and m.ends_at > $4
        and ($5::uuid[] is null or m.id = any($5))
      order by m.starts_at, m.id limit ${HOSTED_MEETINGS_MAX}`,
    [signedIn(ctx), LIVE_STATUSES, HOSTING, new Date(now.getTime() - DOOR_LASTS_MINUTES_AFTER_MAX * MINUTE_MS), ids],
  );
  const doors = await ctx.db.query<(OpenDoor & { meetingId: string })[]>(
    `select id, meeting_id as "meetingId", label, starts_at as "startsAt", ends_at as "endsAt", uses
       from doors where meeting_id = any($1) and closed_at is null and ends_at > $2 order by created_at, id`,
    [meetings.map(({ id }) => id), now],
  );
  return meetings.map((meeting) => ({ ...meeting, doors: doors.filter(({ meetingId }) => meetingId === meeting.id) }));
}
