import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { type OccurrenceWindow, occurrences } from "../../src/series/occurrences.ts";
import { parseRule, printRule, type RecurrenceRule } from "../../src/series/recurrence-rule.ts";

const expand = (rule: string, start: string, zone = "Europe/London", window: Partial<OccurrenceWindow> = {}) =>
  occurrences(parseRule(rule), start, zone, { limit: 5, ...window });
const locals = (...args: Parameters<typeof expand>) => expand(...args).map(({ startsAtLocal }) => startsAtLocal);
const instants = (...args: Parameters<typeof expand>) => expand(...args).map(({ startsAt }) => startsAt.toISOString());

describe("daylight saving never moves a meeting", () => {
  test("an evening stays at 18:30 on the wall when London's clocks go back", () => {
    expect(expand("FREQ=WEEKLY;COUNT=2", "2026-10-20T18:30:00")).toEqual([
      { startsAtLocal: "2026-10-20T18:30:00", startsAt: new Date("2026-10-20T17:30:00Z") },
      { startsAtLocal: "2026-10-27T18:30:00", startsAt: new Date("2026-10-27T18:30:00Z") },
    ]);
  });

  test("a time that clocks jump over in spring is the later instant, on that day alone", () => {
    expect(expand("FREQ=DAILY;COUNT=3", "2026-03-28T02:30:00", "Europe/Berlin")).toEqual([
      { startsAtLocal: "2026-03-28T02:30:00", startsAt: new Date("2026-03-28T01:30:00Z") },
      { startsAtLocal: "2026-03-29T02:30:00", startsAt: new Date("2026-03-29T01:30:00Z") },
      { startsAtLocal: "2026-03-30T02:30:00", startsAt: new Date("2026-03-30T00:30:00Z") },
    ]);
  });

  test("a time that clocks show twice in autumn is the first", () => {
    expect(instants("FREQ=DAILY;COUNT=3", "2026-10-24T01:30:00")).toEqual([
      "2026-10-24T00:30:00.000Z",
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  test("Lord Howe Island moves by half an hour, both ways", () => {
    expect(instants("FREQ=DAILY;COUNT=3", "2026-10-03T02:15:00", "Australia/Lord_Howe")).toEqual([
      "2026-10-02T15:45:00.000Z",
      "2026-10-03T15:45:00.000Z", // 02:15 is jumped over; clocks show 02:45
      "2026-10-04T15:15:00.000Z",
    ]);
    expect(instants("FREQ=DAILY;COUNT=3", "2026-04-04T01:45:00", "Australia/Lord_Howe")).toEqual([
      "2026-04-03T14:45:00.000Z",
      "2026-04-04T14:45:00.000Z", // shown twice: the first
      "2026-04-05T15:15:00.000Z",
    ]);
  });

  test("a zone that changed its rules later is read as it was on each day", () => {
    // Samoa left summer time for good in 2021, and went over the date line at the end of 2011.
    expect(instants("FREQ=YEARLY;COUNT=2", "2021-01-10T09:00:00", "Pacific/Apia")).toEqual([
      "2021-01-09T19:00:00.000Z",
      "2022-01-09T20:00:00.000Z",
    ]);
    expect(instants("FREQ=WEEKLY;COUNT=2", "2011-12-28T09:00:00", "Pacific/Apia")).toEqual([
      "2011-12-28T19:00:00.000Z",
      "2012-01-03T19:00:00.000Z",
    ]);
  });

  test("UTC is a zone", () => {
    expect(instants("FREQ=YEARLY;COUNT=1", "2026-03-29T01:30:00", "UTC")).toEqual(["2026-03-29T01:30:00.000Z"]);
  });
});

describe("start, COUNT and UNTIL", () => {
  test("a start that does not match its rule is no occurrence, and COUNT does not count it", () => {
    expect(locals("FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-06-01T09:00:00")).toEqual([
      "2026-06-02T09:00:00",
      "2026-06-09T09:00:00",
    ]);
    expect(locals("FREQ=MONTHLY;BYMONTHDAY=1;COUNT=1", "2026-06-02T09:00:00")).toEqual(["2026-07-01T09:00:00"]);
  });

  test.each([
    ["an instant, exactly", "20260610T080000Z", 3],
    ["an instant, a second before", "20260610T075959Z", 2],
    ["a wall-clock time, exactly", "20260610T090000", 3],
    ["a wall-clock time, a second before", "20260610T085959", 2],
    ["a whole day", "20260610", 3],
    ["the day before", "20260609", 2],
    ["before the start", "20260101", 0],
  ])("UNTIL is inclusive, and without Z it is read in the series' zone: %s", (_case, until, count) => {
    expect(locals(`FREQ=DAILY;UNTIL=${until}`, "2026-06-08T09:00:00")).toHaveLength(count);
  });

  test("a whole day of UNTIL is the day of the series' zone, far from UTC as well", () => {
    expect(locals("FREQ=DAILY;UNTIL=20260610", "2026-06-09T23:30:00", "America/Los_Angeles")).toEqual([
      "2026-06-09T23:30:00",
      "2026-06-10T23:30:00",
    ]);
    expect(locals("FREQ=DAILY;UNTIL=20260610", "2026-06-09T00:30:00", "Pacific/Kiritimati")).toHaveLength(2);
  });

  test("COUNT=0 is nothing", () => {
    expect(locals("FREQ=DAILY;COUNT=0", "2026-06-09T09:00:00")).toEqual([]);
  });
});

describe("rules of meetings", () => {
  test.each([
    ["every second Tuesday", "FREQ=MONTHLY;BYDAY=2TU", ["2026-01-13", "2026-02-10", "2026-03-10", "2026-04-14"]],
    ["the last Friday", "FREQ=MONTHLY;BYDAY=-1FR", ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24"]],
    [
      "the third Monday, and each Friday",
      "FREQ=MONTHLY;BYDAY=3MO,FR",
      ["2026-01-02", "2026-01-09", "2026-01-16", "2026-01-19"],
    ],
    [
      "the last working day",
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
      ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"],
    ],
    [
      "the 31st, in months that have one",
      "FREQ=MONTHLY;BYMONTHDAY=31",
      ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"],
    ],
    [
      "Friday the 13th",
      "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
      ["2026-02-13", "2026-03-13", "2026-11-13", "2027-08-13"],
    ],
    [
      "the first Monday of a year, when it is the 7th",
      "FREQ=YEARLY;BYDAY=1MO;BYMONTHDAY=7",
      ["2030-01-07", "2036-01-07", "2041-01-07", "2047-01-07"],
    ],
    [
      "the first Monday of March, when it is the 7th",
      "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO;BYMONTHDAY=7",
      ["2033-03-07", "2039-03-07", "2044-03-07", "2050-03-07"],
    ],
    [
      "every 29 February",
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
      ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29"],
    ],
    [
      "every fortnight from the week of the start",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
      ["2026-01-01", "2026-01-12", "2026-01-15", "2026-01-26"],
    ],
    [
      "every fortnight, weeks beginning on a Thursday",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=TH",
      ["2026-01-01", "2026-01-05", "2026-01-15", "2026-01-19"],
    ],
    [
      "the first and third working day of a week",
      "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3",
      ["2026-01-05", "2026-01-07", "2026-01-12", "2026-01-14"],
    ],
  ])("%s", (_title, rule, days) => {
    expect(locals(rule, "2026-01-01T18:30:00", "UTC", { limit: 4 })).toEqual(days.map((day) => `${day}T18:30:00`));
  });
});

describe("the window", () => {
  test("`from` is inclusive, `before` is not", () => {
    const window = { from: new Date("2026-06-09T08:00:00Z"), before: new Date("2026-06-11T08:00:00Z") };
    expect(locals("FREQ=DAILY", "2020-01-01T09:00:00", "Europe/London", window)).toEqual([
      "2026-06-09T09:00:00",
      "2026-06-10T09:00:00",
    ]);
  });

  test("COUNT counts from the start, not from the window", () => {
    const from = new Date("2026-06-09T00:00:00Z");
    expect(locals("FREQ=DAILY;COUNT=3", "2026-06-08T09:00:00", "Europe/London", { from })).toEqual([
      "2026-06-09T09:00:00",
      "2026-06-10T09:00:00",
    ]);
    expect(locals("FREQ=DAILY;COUNT=3", "2026-06-01T09:00:00", "Europe/London", { from })).toEqual([]);
  });

  test("no rule reaches beyond the calendar", () => {
    expect(locals("FREQ=DAILY", "9999-12-29T09:00:00")).toEqual(["9999-12-29T09:00:00", "9999-12-30T09:00:00"]);
    expect(locals("FREQ=WEEKLY;INTERVAL=999999999", "2026-06-01T09:00:00")).toEqual(["2026-06-01T09:00:00"]);
  });
});

test.each([
  "FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2",
  "FREQ=MONTHLY;BYDAY=53MO",
  "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=2",
  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
  "FREQ=YEARLY;BYDAY=MO;BYSETPOS=54",
  "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
  "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4",
  "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
  "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=2",
  "FREQ=DAILY;INTERVAL=49;BYDAY=MO,TU,WE,FR,SA,SU",
  "FREQ=WEEKLY;BYMONTH=4;BYMONTHDAY=31",
])("a rule that never matches is empty in under 50 ms: %s", (rule) => {
  // Of this process's own time: how busy the machine is otherwise is not what is tested.
  const started = process.cpuUsage();
  expect(locals(rule, "2026-01-01T09:00:00", "Europe/London", { limit: 100 })).toEqual([]);
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(50);
});

describe("against a slow reader that asks RFC 5545 about every single day", () => {
  const YEARS = 3;
  const RULES = 60;
  const SEED = 5545;
  const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
  const list = (arbitrary: fc.Arbitrary<number | string>) => fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 4 });
  const signed = (max: number) => fc.integer({ min: 1, max }).chain((n) => fc.constantFrom(n, -n));
  const part = (name: string, values: fc.Arbitrary<(number | string)[]>) =>
    fc.option(
      values.map((items) => `${name}=${items.join(",")}`),
      { nil: null },
    );
  const ruleText = fc
    .record({
      frequency: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
      interval: fc.integer({ min: 1, max: 13 }),
      months: part("BYMONTH", list(fc.integer({ min: 1, max: 12 }))),
      monthDays: part("BYMONTHDAY", list(signed(31))),
      plainDays: part("BYDAY", list(fc.constantFrom(...weekdays))),
      countedDays: part(
        "BYDAY",
        list(fc.tuple(signed(6), fc.constantFrom(...weekdays)).map(([n, day]) => `${n}${day}`)),
      ),
      positions: part("BYSETPOS", list(signed(6))),
      weekStart: fc.constantFrom(...weekdays),
    })
    .map(({ frequency, interval, months, monthDays, plainDays, countedDays, positions, weekStart }) => {
      const days = frequency === "MONTHLY" || frequency === "YEARLY" ? (countedDays ?? plainDays) : plainDays;
      const narrowing = [months, monthDays, days].filter((item) => item !== null);
      const parts = [`FREQ=${frequency}`, `INTERVAL=${interval}`, ...narrowing, `WKST=${weekStart}`];
      return [...parts, ...(narrowing.length > 0 && positions ? [positions] : [])].join(";");
    });
  const startDay = fc
    .integer({ min: 0, max: 10_000 })
    .map((days) => Temporal.PlainDate.from("2004-01-01").add({ days }));

  /** Every day in turn: which period is it in, does it satisfy the parts, and which place has it in its period? */
  function slowly(rule: RecurrenceRule, start: Temporal.PlainDate, end: Temporal.PlainDate): string[] {
    const periods = new Map<number, Temporal.PlainDate[]>();
    // A year more on both sides, so that no period at the ends is cut in two.
    for (let day = start.subtract({ years: 1 }); day.year <= end.year + 1; day = day.add({ days: 1 })) {
      const number = periodNumber(rule, start, day);
      if (number % rule.interval !== 0 || !satisfies(rule, start, day)) continue;
      periods.set(number, [...(periods.get(number) ?? []), day]);
    }
    const places = ({ positions }: RecurrenceRule, days: Temporal.PlainDate[]) =>
      days.filter((_d, i) => positions.length === 0 || positions.some((p) => p === i + 1 || p === i - days.length));
    return [...periods.values()]
      .flatMap((days) => places(rule, days))
      .filter((day) => Temporal.PlainDate.compare(day, start) >= 0 && Temporal.PlainDate.compare(day, end) < 0)
      .map(String);
  }

  function periodNumber(rule: RecurrenceRule, start: Temporal.PlainDate, day: Temporal.PlainDate): number {
    if (rule.frequency === "YEARLY") return day.year - start.year;
    if (rule.frequency === "MONTHLY") return (day.year - start.year) * 12 + day.month - start.month;
    if (rule.frequency === "DAILY") return start.until(day).days;
    const weekOf = (date: Temporal.PlainDate) => date.subtract({ days: (date.dayOfWeek - 1 - rule.weekStart + 7) % 7 });
    return weekOf(start).until(weekOf(day)).days / 7;
  }

  function satisfies(rule: RecurrenceRule, start: Temporal.PlainDate, day: Temporal.PlainDate): boolean {
    const { months, monthDays, weekdays } = rule;
    if (months.length > 0 && !months.includes(day.month)) return false;
    if (monthDays.length === 0 && weekdays.length === 0) return isLikeStart(rule, start, day);
    const fromEnd = day.day - day.daysInMonth - 1;
    if (monthDays.length > 0 && !monthDays.includes(day.day) && !monthDays.includes(fromEnd)) return false;
    return weekdays.length === 0 || isNamedWeekday(rule, day);
  }

  function isLikeStart({ frequency, months }: RecurrenceRule, start: Temporal.PlainDate, day: Temporal.PlainDate) {
    if (frequency === "DAILY") return true;
    if (frequency === "WEEKLY") return day.dayOfWeek === start.dayOfWeek;
    if (frequency === "MONTHLY" || months.length > 0) return day.day === start.day;
    return day.day === start.day && day.month === start.month;
  }

  function isNamedWeekday({ frequency, months, weekdays }: RecurrenceRule, day: Temporal.PlainDate): boolean {
    const inYear = frequency === "YEARLY" && months.length === 0;
    const [place, size] = inYear ? [day.dayOfYear, day.daysInYear] : [day.day, day.daysInMonth];
    const fits = (ordinal: number) =>
      ordinal === Math.ceil(place / 7) || -ordinal === Math.ceil((size - place + 1) / 7);
    return weekdays.some((item) => item.weekday === day.dayOfWeek - 1 && (item.ordinal === null || fits(item.ordinal)));
  }

  test(`${RULES} random rules over ${YEARS} years give the same days (seed ${SEED})`, () => {
    const check = (text: string, start: Temporal.PlainDate) => {
      const rule = parseRule(text);
      const end = start.add({ years: YEARS });
      const window = { limit: 10_000, before: new Date(`${end.toString()}T00:00:00Z`) };
      const found = occurrences(rule, `${start.toString()}T18:30:00`, "UTC", window);
      expect(found.map(({ startsAtLocal }) => startsAtLocal.slice(0, 10))).toEqual(slowly(rule, start, end));
      expect(occurrences(parseRule(printRule(rule)), `${start.toString()}T18:30:00`, "UTC", window)).toEqual(found);
      const half = found[Math.floor(found.length / 2)];
      if (!half) return;
      const later = occurrences(rule, `${start.toString()}T18:30:00`, "UTC", { ...window, from: half.startsAt });
      expect(later).toEqual(found.slice(Math.floor(found.length / 2)));
    };
    fc.assert(fc.property(ruleText, startDay, check), { seed: SEED, numRuns: RULES });
  });
});
