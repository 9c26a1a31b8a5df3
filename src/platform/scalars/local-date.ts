import { Temporal } from "temporal-polyfill";
import { textScalar } from "./scalar.ts";

const CALENDAR_DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/;

/** A calendar day is text everywhere: as a `Date` it would become a midnight in somebody's zone. */
export const LocalDate = textScalar({
  name: "LocalDate",
  description:
    "Calendar day, for example `2026-05-04`, in the time zone of what it belongs to. Only real days of the years 0001 to 9999.",
  specifiedByURL: "https://tc39.es/proposal-temporal/docs/plaindate.html",
  expected: "a calendar day, such as `2026-05-04`",
  read: readLocalDate,
});

function readLocalDate(text: string): string | null {
  if (!CALENDAR_DAY.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text).toString();
  } catch {
    return null;
  }
}
