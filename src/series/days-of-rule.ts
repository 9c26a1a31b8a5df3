/**
 * Which days a recurrence rule picks. Days are numbers here (platform/calendar-days.ts): a rule speaks of
 * the wall clock, so no zone and no instant has a part in it.
 */
import {
  CALENDAR_CYCLE_DAYS,
  firstDayOfMonth,
  firstDayOfYear,
  isLeapYear,
  monthOf,
  weekdayOf,
  yearOf,
} from "../platform/calendar-days.ts";
import type { RecurrenceRule, RuleFrequency, RuleWeekday } from "./recurrence-rule.ts";

/** Years after which the calendar repeats exactly. */
const YEARS_IN_CYCLE = 400;

/** Periods of each kind after which the calendar repeats exactly. */
const PERIODS_IN_CYCLE: Record<RuleFrequency, number> = {
  DAILY: CALENDAR_CYCLE_DAYS,
  WEEKLY: CALENDAR_CYCLE_DAYS / 7,
  MONTHLY: YEARS_IN_CYCLE * 12,
  YEARLY: YEARS_IN_CYCLE,
};

/**
 * The days of a rule from its start to `lastDay`, in order; perhaps without those before `firstDay`.
 *
 * Ends as soon as the rule has seen, without a match, every constellation of the calendar that its interval
 * lets it see. So a rule that never matches is done within a few milliseconds, and none is given up too early.
 */
export function* daysOfRule(
  rule: RecurrenceRule,
  startDay: number,
  firstDay: number,
  lastDay: number,
): Generator<number> {
  if (neverMeetsItsWeekdays(rule, startDay)) return;
  const periods = periodsOf(rule, startDay);
  const next = daysSatisfying(withImpliedParts(rule, startDay));
  const periodsMax = PERIODS_IN_CYCLE[rule.frequency] / commonDivisor(PERIODS_IN_CYCLE[rule.frequency], rule.interval);
  let index = periods.indexNear(firstDay);
  let lastMatch = index - 1;
  for (; index - lastMatch <= periodsMax; index++) {
    const satisfying = next(periods.firstDay(index));
    if (satisfying > lastDay) return;
    index = periods.indexNear(satisfying); // nothing lies between, so any number of periods is skipped
    const end = periods.lastDay(index);
    const days: number[] = [];
    for (let day = next(periods.firstDay(index)); day <= end; day = next(day + 1)) days.push(day);
    // Weeks may lie in two years; of all other periods the calendars hold the right places already.
    for (const day of rule.frequency === "WEEKLY" ? atPositions(days, rule.positions) : days) {
      lastMatch = index;
      if (day > lastDay) return;
      if (day >= startDay) yield day;
    }
  }
}

/** The two ways to miss one's weekdays for ever that would take long to find out day by day. */
function neverMeetsItsWeekdays(
  { frequency, interval, weekdays, positions }: RecurrenceRule,
  startDay: number,
): boolean {
  if (frequency === "DAILY" && interval % 7 === 0) {
    return weekdays.length > 0 && weekdays.every(({ weekday }) => weekday !== weekdayOf(startDay));
  }
  if (frequency !== "WEEKLY" || positions.length === 0) return false;
  return weekdays.length > 0 && positions.every((position) => Math.abs(position) > weekdays.length);
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** The days, weeks, months or years that a rule looks at, numbered from the one that holds the start. */
interface Periods {
  firstDay(index: number): number;
  lastDay(index: number): number;
  /** Number of the period that holds a day, or of the one before it; never below 0. */
  indexNear(day: number): number;
}

function periodsOf({ frequency, interval, weekStart }: RecurrenceRule, startDay: number): Periods {
  if (frequency === "DAILY") return periodsOfDays(startDay, 1, interval);
  if (frequency === "WEEKLY") return periodsOfDays(startDay - ((weekdayOf(startDay) - weekStart + 7) % 7), 7, interval);
  const { year, month } = monthOf(startDay);
  return frequency === "MONTHLY"
    ? periodsOfMonths(year * 12 + month - 1, 1, interval)
    : periodsOfMonths(year * 12, 12, interval);
}

const periodsOfDays = (origin: number, length: number, interval: number): Periods => ({
  firstDay: (index) => origin + index * interval * length,
  lastDay: (index) => origin + index * interval * length + length - 1,
  indexNear: (day) => Math.max(0, Math.floor((day - origin) / (interval * length))),
});

/** Months are numbered through: twelve times the year, and the month from 0. */
const periodsOfMonths = (origin: number, length: number, interval: number): Periods => ({
  firstDay: (index) => firstDayOf(origin + index * interval * length),
  lastDay: (index) => firstDayOf(origin + index * interval * length + length) - 1,
  indexNear: (day) => {
    const { year, month } = monthOf(Math.max(0, day));
    return Math.max(0, Math.floor((year * 12 + month - 1 - origin) / (interval * length)));
  },
});

const firstDayOf = (month: number): number => firstDayOfMonth(Math.floor(month / 12), (month % 12) + 1);

/** What a rule leaves open is taken from its start: "monthly" from a 15th means the 15th of each month. */
function withImpliedParts(rule: RecurrenceRule, startDay: number): RecurrenceRule {
  const { year, month } = monthOf(startDay);
  const monthDays = [startDay - firstDayOfMonth(year, month) + 1];
  if (rule.weekdays.length > 0 || rule.monthDays.length > 0) return rule;
  switch (rule.frequency) {
    case "DAILY":
      return rule;
    case "WEEKLY":
      return { ...rule, weekdays: [{ weekday: weekdayOf(startDay), ordinal: null }] };
    case "MONTHLY":
      return { ...rule, monthDays };
    case "YEARLY":
      return { ...rule, monthDays, months: rule.months.length > 0 ? rule.months : [month] };
  }
}

/**
 * The first day on or after a given one that satisfies BYMONTH, BYMONTHDAY and BYDAY together; infinity if
 * none ever does. RFC 5545 has a table of which part expands and which limits; without BYWEEKNO and
 * BYYEARDAY both come to this one intersection.
 */
function daysSatisfying(rule: RecurrenceRule): (day: number) => number {
  // There are only 14 calendars: leap year or not, by the weekday of 1 January.
  const calendars = new Map<number, Int16Array>();
  let year = 0;
  let yearFirst = 0;
  let yearEnd = 0;
  let ahead: Int16Array = new Int16Array();
  const turnTo = (to: number) => {
    year = to;
    yearFirst = firstDayOfYear(year);
    yearEnd = firstDayOfYear(year + 1);
    const calendar = weekdayOf(yearFirst) * 2 + (isLeapYear(year) ? 1 : 0);
    ahead = calendars.get(calendar) ?? nextInYear(rule, year);
    calendars.set(calendar, ahead);
  };
  return (day) => {
    if (day < yearFirst || day >= yearEnd) turnTo(yearOf(day));
    const lastYear = year + YEARS_IN_CYCLE;
    for (let offset = day - yearFirst; year <= lastYear; turnTo(year + 1), offset = 0) {
      const next = ahead[offset] ?? -1;
      if (next >= 0) return yearFirst + next;
    }
    return Number.POSITIVE_INFINITY;
  };
}

/** For each day of a year, counted from 0, the first day from there that satisfies the rule, or -1. */
function nextInYear(rule: RecurrenceRule, year: number): Int16Array {
  const marks = marksOfYear(rule, year);
  const ahead = new Int16Array(marks.length);
  for (let offset = marks.length - 1, next = -1; offset >= 0; offset--) {
    if (marks[offset] === 1) next = offset;
    ahead[offset] = next;
  }
  return ahead;
}

/** One mark for each day of a year, 1 where the day satisfies the rule. */
function marksOfYear(rule: RecurrenceRule, year: number): Uint8Array {
  const { frequency, months, positions } = rule;
  const marks = new Uint8Array(firstDayOfYear(year + 1) - firstDayOfYear(year));
  for (const month of months.length > 0 ? months : EVERY_MONTH) markMonth(marks, rule, year, month);
  if (frequency === "YEARLY") keepPositions(marks, 0, marks.length - 1, positions);
  // A day is a period of one: it is its first and its last.
  if (frequency === "DAILY" && !isOneOf(positions, 1, -1)) marks.fill(0);
  return marks;
}

function markMonth(marks: Uint8Array, rule: RecurrenceRule, year: number, month: number): void {
  const { frequency, months, monthDays, weekdays, positions } = rule;
  const yearFirst = firstDayOfYear(year);
  const first = firstDayOfMonth(year, month);
  const last = firstDayOfMonth(year, month + 1) - 1;
  const countsInYear = frequency === "YEARLY" && months.length === 0;
  const scope: [number, number] = countsInYear ? [yearFirst, yearFirst + marks.length - 1] : [first, last];
  for (let day = first; day <= last; day++) {
    const satisfies = isOneOf(monthDays, day - first + 1, day - last - 1) && isWeekday(weekdays, day, ...scope);
    if (satisfies) marks[day - yearFirst] = 1;
  }
  if (frequency === "MONTHLY") keepPositions(marks, first - yearFirst, last - yearFirst, positions);
}

/** Whether a list is empty, or names a place as counted from the front (from 1) or from the end (from -1). */
const isOneOf = (list: readonly number[], fromFront: number, fromEnd: number): boolean =>
  list.length === 0 || list.includes(fromFront) || list.includes(fromEnd);

/** BYSETPOS within a period that no year divides: takes away the marks at all other places. */
function keepPositions(marks: Uint8Array, first: number, last: number, positions: readonly number[]): void {
  if (positions.length === 0) return;
  const marked: number[] = [];
  for (let offset = first; offset <= last; offset++) if (marks[offset] === 1) marked.push(offset);
  marks.fill(0, first, last + 1);
  for (const offset of atPositions(marked, positions)) marks[offset] = 1;
}

const EVERY_MONTH = Array.from({ length: 12 }, (_value, index) => index + 1);

/** Whether a day is one of the weekdays, counted within its month or year where they are counted. */
function isWeekday(weekdays: readonly RuleWeekday[], day: number, scopeFirst: number, scopeLast: number): boolean {
  if (weekdays.length === 0) return true;
  const fromFront = Math.floor((day - scopeFirst) / 7) + 1;
  const fromEnd = -Math.floor((scopeLast - day) / 7) - 1;
  return weekdays.some(
    ({ weekday, ordinal }) =>
      weekday === weekdayOf(day) && (ordinal === null || ordinal === fromFront || ordinal === fromEnd),
  );
}

/** BYSETPOS: of a period's days, those at the given places, counted from 1, or from the end where negative. */
function atPositions(days: readonly number[], positions: readonly number[]): readonly number[] {
  if (positions.length === 0) return days;
  const picked = new Set<number>();
  for (const position of positions) {
    const day = days[position > 0 ? position - 1 : days.length + position];
    if (day !== undefined) picked.add(day);
  }
  return [...picked].sort((a, b) => a - b);
}
