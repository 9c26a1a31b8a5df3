/** What the clock on a meeting's wall shows when it starts, or one where the asker is, as parts of a filter. */
import { Field, InputType, registerEnumType } from "type-graphql";
import type { Meeting } from "../meetings/meeting.entity.ts";
import type { Row } from "../platform/reads/policy.ts";
import type { Filter, FilterParts, FilterValue } from "../platform/reads/registry.ts";
import { and, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { LocalTime } from "../platform/scalars/local-time.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";

export enum Weekday {
  MONDAY = "MONDAY",
  TUESDAY = "TUESDAY",
  WEDNESDAY = "WEDNESDAY",
  THURSDAY = "THURSDAY",
  FRIDAY = "FRIDAY",
  SATURDAY = "SATURDAY",
  SUNDAY = "SUNDAY",
}

/** Parts of the day, by the hour of the start. */
export enum DayPart {
  MORNING = "MORNING",
  MIDDAY = "MIDDAY",
  AFTERNOON = "AFTERNOON",
  EVENING = "EVENING",
}

registerEnumType(Weekday, {
  name: "Weekday",
  description: "Day of the week.",
  valuesConfig: {
    MONDAY: { description: "Monday." },
    TUESDAY: { description: "Tuesday." },
    WEDNESDAY: { description: "Wednesday." },
    THURSDAY: { description: "Thursday." },
    FRIDAY: { description: "Friday." },
    SATURDAY: { description: "Saturday." },
    SUNDAY: { description: "Sunday." },
  },
});
registerEnumType(DayPart, {
  name: "DayPart",
  description: "Part of the day in which something starts.",
  valuesConfig: {
    MORNING: { description: "From 05:00 to before 11:00." },
    MIDDAY: { description: "From 11:00 to before 14:00." },
    AFTERNOON: { description: "From 14:00 to before 17:00." },
    EVENING: { description: "From 17:00 to before 05:00." },
  },
});

@InputType({
  description:
    "Span of the day, on a wall clock. At least one bound must be given; one that begins later than it ends goes past midnight, and the two are never the same.",
})
export class LocalTimeRange {
  @Field(() => LocalTime, { nullable: true, description: "Inclusive lower bound; left out, midnight." })
  from?: string | null;

  @Field(() => LocalTime, { nullable: true, description: "Exclusive upper bound; left out, the end of the day." })
  before?: string | null;
}

const SEVEN_DAYS = Object.keys(Weekday).length;
const ALL_PARTS = Object.keys(DayPart).length;

/** What says when it starts. */
export type Starting = Pick<Row<Meeting>, "startsAt" | "startsAtLocal">;

/** The start on a clock in the asker's zone, or on the meeting's own wall: both as daylight saving has it on that day. */
function localStart(m: Starting, parts: FilterParts): Sql {
  const zone = parts("timeZone");
  return zone ? sql`(${m.startsAt} at time zone ${zone.bind("text")})` : sql`${m.startsAtLocal}::timestamp`;
}

function isOnWeekday(value: FilterValue, start: Sql): Sql {
  value.check(tooManyDays);
  return sql`to_char(${start}, 'FMDAY') = any(${value.bind("text[]")})`;
}

function isInPart(value: FilterValue, start: Sql): Sql {
  value.check(tooManyParts);
  return sql`case when ${start}::time < '05:00' then 'EVENING' when ${start}::time < '11:00' then 'MORNING' when ${start}::time < '14:00' then 'MIDDAY' when ${start}::time < '17:00' then 'AFTERNOON' else 'EVENING' end = any(${value.bind("text[]")})`;
}

function isInSpan(value: FilterValue, start: Sql): Sql {
  const [from, before] = [value.given("from"), value.given("before")];
  if (!from && !before) value.refuse(`\`${value.path}\` needs \`from\`, \`before\`, or both.`);
  value.check(emptySpan);
  const [first, last] = [value.bind("time", "from"), value.bind("time", "before")];
  if (!before) return sql`${start}::time >= ${first}`;
  if (!from) return sql`${start}::time < ${last}`;
  return value.holds(goesPastMidnight)
    ? sql`(${start}::time >= ${first} or ${start}::time < ${last})`
    : sql`(${start}::time >= ${first} and ${start}::time < ${last})`;
}

const goesPastMidnight = ({ from, before }: LocalTimeRange): boolean => (from ?? "") > (before ?? "");

const emptySpan = ({ from, before }: LocalTimeRange): string | null =>
  from && from === before ? "`filter.localTime` ends when it begins: `from` and `before` are the same." : null;

const tooManyDays = (days: readonly string[]): string | null =>
  days.length > SEVEN_DAYS ? `\`filter.weekdays\` takes at most ${SEVEN_DAYS} days.` : null;

const tooManyParts = (parts: readonly string[]): string | null =>
  parts.length > ALL_PARTS ? `\`filter.dayParts\` takes at most ${ALL_PARTS} parts of the day.` : null;

const ON_CLOCK = { weekdays: isOnWeekday, dayParts: isInPart, localTime: isInSpan } as const;
export type ClockPart = keyof typeof ON_CLOCK;
export const CLOCK_PARTS = Object.keys(ON_CLOCK) as ClockPart[];

/** Whether a meeting starts as this part of the filter says. */
export const startsOn = (part: ClockPart, value: FilterValue, m: Starting, parts: FilterParts): Sql =>
  ON_CLOCK[part](value, localStart(m, parts));

/** Whether it starts as all of the filter's parts say that speak of the clock. */
export const startsOnClock = (m: Starting, parts: FilterParts): Sql =>
  and(
    ...CLOCK_PARTS.map((part) => {
      const value = parts(part);
      return value ? startsOn(part, value, m, parts) : TRUE;
    }),
  );

type Where = (part: ClockPart, value: FilterValue, parts: FilterParts) => Sql;

/** The parts of a filter that speak of the clock, under the names that they have in every list. */
export const clockFilters = (where: Where): Record<"weekdays" | "dayParts" | "timeZone", Filter> => ({
  weekdays: {
    type: () => [Weekday],
    description: `Starting on one of these days of the week, by the clock of \`timeZone\`; at most ${SEVEN_DAYS}.`,
    where: (value, parts) => where("weekdays", value, parts),
  },
  dayParts: {
    type: () => [DayPart],
    description: `Starting in one of these parts of the day, by the clock of \`timeZone\`; at most ${ALL_PARTS}.`,
    where: (value, parts) => where("dayParts", value, parts),
  },
  timeZone: {
    type: () => TimeZone,
    description:
      "Zone of the clock by which `weekdays`, `dayParts` and `localTime` are read; left out, each meeting's own. By itself it leaves nothing out.",
    where: () => TRUE,
  },
});
