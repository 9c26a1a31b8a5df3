/**
 * Expansion of recurrence rules: a rule picks days, the time of day is always that of the start, and only
 * then does a time zone make instants of them. So daylight saving never moves a meeting.
 */
import { dayOfText, textOfDay } from "../platform/calendar-days.ts";
import { instantOf } from "../platform/zones.ts";
import { daysOfRule } from "./days-of-rule.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";

export interface Occurrence {
  /**
   * What the rule says, `YYYY-MM-DDTHH:MM:SS` in the series' zone, with the same time of day in every
   * occurrence: also on the day on which clocks jump over it.
   */
  readonly startsAtLocal: string;
  readonly startsAt: Date;
}

export interface OccurrenceWindow {
  /** Inclusive lower bound of `startsAt`. */
  readonly from?: Date;
  /** Exclusive upper bound of `startsAt`. */
  readonly before?: Date;
  /** Most occurrences to give. */
  readonly limit: number;
}

/** The last day that has a four-digit year in every zone. No rule reaches beyond it. */
const LAST_DAY = dayOfText("9999-12-30");
/** No zone is further than this from UTC, in days, with room to spare. */
const ZONE_SLACK_DAYS = 2;
const MILLISECONDS_A_DAY = 86_400_000;
const EPOCH_DAY = dayOfText("1970-01-01");

/**
 * The occurrences of a series, in order. The same arguments always give the same list.
 *
 * A start that does not match the rule is none; COUNT counts from the start, whatever the window. UNTIL
 * is inclusive: with `Z` an instant, without it a wall-clock time or a whole day in the series' zone.
 * Where clocks jump over the time of day, `startsAt` is the later instant; where they show it twice, the
 * first. Bounded by the window, by `limit`, and where nothing matches by one cycle of the calendar.
 */
export function occurrences(
  rule: RecurrenceRule,
  startsAtLocal: string,
  timeZone: string,
  { from, before, limit }: OccurrenceWindow,
): Occurrence[] {
  const found: Occurrence[] = [];
  if (limit <= 0) return found;
  const timeOfDay = startsAtLocal.slice(10);
  const isPastEnd = pastEnd(rule.until, before);
  const firstDay = from ? utcDay(from) - ZONE_SLACK_DAYS : 0;
  const lastDay = Math.min(lastDayOfUntil(rule.until), before ? utcDay(before) + ZONE_SLACK_DAYS : LAST_DAY);
  for (const day of countedDays(rule, dayOfText(startsAtLocal), firstDay, lastDay)) {
    const local = textOfDay(day) + timeOfDay;
    const occurrence = { startsAtLocal: local, startsAt: instantOf(local, timeZone) };
    if (isPastEnd(occurrence)) break;
    if (!from || occurrence.startsAt >= from) found.push(occurrence);
    if (found.length === limit) break;
  }
  return found;
}

/** COUNT can only be known by counting from the start; without it, the search begins near the window. */
function* countedDays(rule: RecurrenceRule, startDay: number, firstDay: number, lastDay: number): Generator<number> {
  if (rule.count === null) {
    yield* daysOfRule(rule, startDay, firstDay, lastDay);
    return;
  }
  let left = rule.count;
  if (left === 0) return;
  for (const day of daysOfRule(rule, startDay, startDay, lastDay)) {
    if (day >= firstDay) yield day;
    if (--left === 0) return;
  }
}

const utcDay = (instant: Date): number => EPOCH_DAY + Math.floor(instant.getTime() / MILLISECONDS_A_DAY);

/** `YYYYMMDD…` as `YYYY-MM-DD`. */
const dayText = (until: string): string => `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;

const lastDayOfUntil = (until: string | null): number =>
  until === null ? LAST_DAY : Math.min(LAST_DAY, dayOfText(dayText(until)) + ZONE_SLACK_DAYS);

/** Whether an occurrence lies beyond UNTIL or the window; then all later ones do as well. */
function pastEnd(until: string | null, before: Date | undefined): (occurrence: Occurrence) => boolean {
  const isPastUntil = pastUntil(until);
  return (occurrence) => isPastUntil(occurrence) || (before !== undefined && occurrence.startsAt >= before);
}

function pastUntil(until: string | null): (occurrence: Occurrence) => boolean {
  if (until === null) return () => false;
  const day = dayText(until);
  if (until.length === "YYYYMMDD".length) return ({ startsAtLocal }) => startsAtLocal.slice(0, 10) > day;
  const local = `${day}T${until.slice(9, 11)}:${until.slice(11, 13)}:${until.slice(13, 15)}`;
  if (!until.endsWith("Z")) return ({ startsAtLocal }) => startsAtLocal > local;
  const instant = new Date(`${local}Z`);
  return ({ startsAt }) => startsAt > instant;
}
