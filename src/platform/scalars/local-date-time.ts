import { Temporal } from "temporal-polyfill";
import { textScalar } from "./text-scalar.ts";

/** Seconds may be left out, as browsers' `datetime-local` inputs do; a fraction may only be zero. */
const WALL_CLOCK = /^(?!0000)(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::([0-5]\d)(?:\.0{1,9})?)?$/;

/** In the application, and in the database, a wall-clock time is its canonical text. */
export const LocalDateTime = textScalar({
  name: "LocalDateTime",
  description:
    "Date and time as read on a wall clock, with no offset, for example `2026-05-04T18:30:00`; the time zone is given beside it. Whole seconds, which may be left out of input. Only real days: 30 February is refused.",
  specifiedByURL: "https://tc39.es/proposal-temporal/docs/plaindatetime.html",
  expected: "a wall-clock date and time without an offset, such as `2026-05-04T18:30:00`",
  read: readLocalDateTime,
});

/** Canonical `YYYY-MM-DDTHH:MM:SS`, or null for what is no real wall-clock time of the years 0001 to 9999. */
export function readLocalDateTime(text: string): string | null {
  const parts = WALL_CLOCK.exec(text);
  if (!parts) return null;
  const canonical = `${parts[1] ?? ""}:${parts[2] ?? "00"}`;
  try {
    Temporal.PlainDateTime.from(canonical);
    return canonical;
  } catch {
    return null;
  }
}
