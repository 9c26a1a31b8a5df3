import { expect, test } from "@jest/globals";
import { instantOf, localTimeOf } from "../../src/platform/zones.ts";

test.each([
  // ordinary days, on both sides of UTC, and a zone of half an hour
  ["2026-01-15T18:30:00", "Europe/London", "2026-01-15T18:30:00.000Z"],
  ["2026-07-15T18:30:00", "Europe/London", "2026-07-15T17:30:00.000Z"],
  ["2026-07-15T18:30:00", "America/New_York", "2026-07-15T22:30:00.000Z"],
  ["2026-07-15T18:30:00", "Asia/Kolkata", "2026-07-15T13:00:00.000Z"],
  ["2026-07-15T18:30:00", "UTC", "2026-07-15T18:30:00.000Z"],
  // the last minute before a gap, and the first after it
  ["2026-03-29T00:59:00", "Europe/London", "2026-03-29T00:59:00.000Z"],
  ["2026-03-29T02:00:00", "Europe/London", "2026-03-29T01:00:00.000Z"],
  // Lord Howe Island moves its clocks by half an hour: 11 or 10:30 ahead of UTC
  ["2026-04-04T12:00:00", "Australia/Lord_Howe", "2026-04-04T01:00:00.000Z"],
  ["2026-04-06T12:00:00", "Australia/Lord_Howe", "2026-04-06T01:30:00.000Z"],
])("clocks show %s in %s at %s, and the other way round", (local, zone, instant) => {
  expect(instantOf(local, zone).toISOString()).toBe(instant);
  expect(localTimeOf(new Date(instant), zone)).toBe(local);
});

test.each([
  ["2026-03-29T01:30:00", "Europe/London", "2026-03-29T01:30:00.000Z", "2026-03-29T02:30:00"],
  ["2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00.000Z", "2026-03-29T03:30:00"],
  ["2026-03-08T02:30:00", "America/New_York", "2026-03-08T07:30:00.000Z", "2026-03-08T03:30:00"],
  ["2026-10-04T02:15:00", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z", "2026-10-04T02:45:00"],
])("clocks jump over %s in %s: the later instant, %s, at which they show %s", (local, zone, instant, shown) => {
  expect(instantOf(local, zone).toISOString()).toBe(instant);
  expect(localTimeOf(new Date(instant), zone)).toBe(shown);
});

test.each([
  ["2026-10-25T01:30:00", "Europe/London", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"],
  ["2026-11-01T01:30:00", "America/New_York", "2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.000Z"],
  ["2026-04-05T01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z", "2026-04-04T15:15:00.000Z"],
])("clocks show %s in %s twice: the first, %s, and not %s", (local, zone, first, second) => {
  expect(instantOf(local, zone).toISOString()).toBe(first);
  expect(localTimeOf(new Date(first), zone)).toBe(local);
  expect(localTimeOf(new Date(second), zone)).toBe(local);
});

test("parts of a second are cut off, also before 1970", () => {
  expect(localTimeOf(new Date("2026-01-15T18:30:59.999Z"), "UTC")).toBe("2026-01-15T18:30:59");
  expect(localTimeOf(new Date("1969-12-31T23:59:59.999Z"), "UTC")).toBe("1969-12-31T23:59:59");
});

test("the ends of the calendar still have an instant in the zones furthest from UTC", () => {
  expect(instantOf("0001-01-02T00:00:00", "Pacific/Kiritimati").toISOString()).toMatch(/^0001-01-0/);
  expect(instantOf("9999-12-30T23:59:59", "Pacific/Niue").toISOString()).toMatch(/^9999-12-31/);
});
