/** From when until when a door works. */
import type { Meeting } from "../meetings/meeting.entity.ts";
import { conflict, invalid } from "../platform/errors.ts";

/** From when on a door may work, before the start of its meeting: as long as its roll is open. */
const DOOR_OPENS_MINUTES_BEFORE = 120;
/** Until when it works after the end of its meeting, unless said otherwise. */
const DOOR_LASTS_MINUTES_AFTER = 120;
/** Until when it may work: a telephone that had no network delivers the next day at the latest. */
export const DOOR_LASTS_MINUTES_AFTER_MAX = 1_440;
const MINUTE_MS = 60_000;

/** What who opens it wishes; what is left out is as usual. */
interface AskedWindow {
  readonly startsAt?: Date | null;
  readonly endsAt?: Date | null;
}

interface DoorWindow {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** @throws INVALID for times that no door has, CONFLICT for a meeting that is long over */
export function doorWindow(meeting: Meeting, asked: AskedWindow, now: Date): DoorWindow {
  const earliest = shifted(meeting.startsAt, -DOOR_OPENS_MINUTES_BEFORE);
  const latest = shifted(meeting.endsAt, DOOR_LASTS_MINUTES_AFTER_MAX);
  if (latest <= now) throw conflict("meetingId", "The meeting was over a day ago.");
  const startsAt = asked.startsAt ?? earliest;
  if (startsAt < earliest) throw invalid("startsAt", "Not earlier than two hours before the meeting starts.");
  const usual = shifted(meeting.endsAt, DOOR_LASTS_MINUTES_AFTER);
  const endsAt = asked.endsAt ?? (usual > now && usual > startsAt ? usual : latest);
  if (endsAt > latest) throw invalid("endsAt", "Not later than a day after the meeting ends.");
  if (endsAt <= startsAt || endsAt <= now) throw invalid("endsAt", "Later than now, and than it starts.");
  return { startsAt, endsAt };
}

const shifted = (moment: Date, minutes: number): Date => new Date(moment.getTime() + minutes * MINUTE_MS);
