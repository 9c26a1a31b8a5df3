import { expect, test } from "@jest/globals";
import { Temporal } from "temporal-polyfill";
import {
  CALENDAR_CYCLE_DAYS,
  dayOfText,
  isLeapYear,
  monthOf,
  textOfDay,
  weekdayOf,
  yearOf,
} from "../../src/platform/calendar-days.ts";

/** A divisor of the cycle that is no whole number of weeks, so that every weekday is met in every month. */
const STEP_DAYS = 27;

test("agrees with Temporal all through a cycle of the calendar", () => {
  let date = Temporal.PlainDate.from("1601-01-01");
  const first = dayOfText("1601-01-01");
  for (let day = first; day < first + CALENDAR_CYCLE_DAYS; day += STEP_DAYS) {
    const ours = [textOfDay(day), weekdayOf(day) + 1, yearOf(day), monthOf(day).month, isLeapYear(yearOf(day))];
    expect(ours).toEqual([date.toString(), date.dayOfWeek, date.year, date.month, date.inLeapYear]);
    date = date.add({ days: STEP_DAYS });
  }
  expect(date.toString()).toBe("2001-01-01");
});

test.each([
  "0001-01-01",
  "0001-12-31",
  "0400-12-31",
  "1900-02-28",
  "1900-03-01",
  "2000-02-29",
  "2400-12-31",
  "9999-12-31",
])("%s is written and read back", (text) => {
  expect(textOfDay(dayOfText(text))).toBe(text);
  expect(weekdayOf(dayOfText(text)) + 1).toBe(Temporal.PlainDate.from(text).dayOfWeek);
});
