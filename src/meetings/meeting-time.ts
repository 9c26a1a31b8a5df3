import { invalid } from "../platform/errors.ts";
import { instantOf, localTimeOf } from "../platform/zones.ts";
import type { Meeting } from "./meeting.entity.ts";

/** How far ahead a meeting can be put on the calendar. */
export const YEARS_AHEAD_MAX = 10;
const YEAR_MS = 366 * 86_400_000;
const MINUTE_MS = 60_000;

export type MeetingTime = Pick<Meeting, "startsAt" | "endsAt" | "startsAtLocal" | "timeZone" | "durationMinutes">;

/**
 * The time of a meeting from what an organiser reads on the wall. A time that the clocks jump over in spring
 * becomes the later one (02:30 is then held at 03:30, and says so); one that they show twice in autumn is the first.
 */
export function meetingTime(startsAtLocal: string, timeZone: string, durationMinutes: number): MeetingTime {
  const startsAt = instantOf(startsAtLocal, timeZone);
  return {
    startsAt,
    endsAt: new Date(startsAt.getTime() + durationMinutes * MINUTE_MS),
    startsAtLocal: localTimeOf(startsAt, timeZone),
    timeZone,
    durationMinutes,
  };
}

/** @throws INVALID for a start beyond the horizon of any calendar */
export function refuseTooFarAhead(startsAt: Date, now: Date, field: string): void {
  if (startsAt.getTime() - now.getTime() > YEARS_AHEAD_MAX * YEAR_MS) {
    throw invalid(field, `A meeting is at most ${YEARS_AHEAD_MAX} years ahead.`);
  }
}

interface RsvpWindow {
  readonly startsAt: Date;
  readonly rsvpOpensAt: Date | null;
  readonly rsvpClosesAt: Date | null;
}

/**
 * Answers open before they close, and close by the start: from then on it is attendance.
 *
 * @throws INVALID where that does not hold
 */
export function refuseImpossibleWindow({ startsAt, rsvpOpensAt, rsvpClosesAt }: RsvpWindow): void {
  if (rsvpClosesAt && rsvpClosesAt > startsAt)
    throw invalid("rsvpClosesAt", "Answers close when the meeting starts, or before.");
  if (rsvpOpensAt && rsvpOpensAt >= (rsvpClosesAt ?? startsAt)) {
    throw invalid("rsvpOpensAt", "Answers open before they close.");
  }
}

/** The same moment relative to a start that has moved. */
export const movedAlong = (moment: Date | null, from: Date, to: Date): Date | null =>
  moment && new Date(moment.getTime() + to.getTime() - from.getTime());
