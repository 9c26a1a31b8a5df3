import { Temporal } from "temporal-polyfill";
import { textScalar } from "./scalar.ts";

/** Seconds may be left out, as browsers' `datetime-local` inputs do; a fraction may only be zero. */
const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::([0-5]\d)(?:\.0{1,9})?)?$/;

/** Earlier and later ones have no instant with a four-digit year in every zone, so nothing could print it. */
const FIRST_DAY = "0001-01-02";
const LAST_DAY = "9999-12-30";

/** In the application, and in the database, a wall-clock time is its canonical text. */
export const LocalDateTime = textScalar({
  name: "LocalDateTime",
  description:
    "Date and time as read on a wall clock, with no offset, for example `2026-05-04T18:30:00`; the time zone is given beside it. Whole seconds, which may be left out of input. Only real days: 30 February is refused; from 0001-01-02 to 9999-12-30.",
  specifiedByURL: "https://tc39.es/proposal-temporal/docs/plaindatetime.html",
  expected: "a wall-clock date and time without an offset, such as `2026-05-04T18:30:00`",
  read: readLocalDateTime,
});

/** Canonical `YYYY-MM-DDTHH:MM:SS`, or null for what is no real wall-clock time within the bounds. */
export function readLocalDateTime(text: string): string | null {
  const parts = WALL_CLOCK.exec(text);
  if (!parts || text.slice(0, 10) < FIRST_DAY || text.slice(0, 10) > LAST_DAY) return null;
  const canonical = `${parts[1] ?? ""}:${parts[2] ?? "00"}`;
  try {
    Temporal.PlainDateTime.from(canonical);
    return canonical;
  } catch {
    return null;
  }
}
