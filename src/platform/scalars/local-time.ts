import { textScalar } from "./scalar.ts";

const HOURS_AND_MINUTES = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** In the application, and in the database, a time of day is its text. */
export const LocalTime = textScalar({
  name: "LocalTime",
  description: "Time of day as read on a wall clock, in hours and minutes from `00:00` to `23:59`.",
  specifiedByURL: "https://tc39.es/proposal-temporal/docs/plaintime.html",
  expected: "a time of day, such as `18:30`",
  read: (text) => (HOURS_AND_MINUTES.test(text) ? text : null),
});
