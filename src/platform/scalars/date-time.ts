import { Temporal } from "temporal-polyfill";
import { scalar } from "./scalar.ts";

/** RFC 3339 with its offset. A leap second (`:60`) is refused: no clock here can hold one. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:[0-5]\d(\.\d{1,9})?([Zz]|[+-]\d{2}:[0-5]\d)$/;

/** First and last instant that have a four-digit year in UTC; PostgreSQL's own span is wider. */
const EARLIEST = Date.parse("0001-01-01T00:00:00.000Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

const isPrintable = (milliseconds: number): boolean => milliseconds >= EARLIEST && milliseconds <= LATEST;

/** In the application an instant is a `Date`; the compiled reads hand over text that PostgreSQL has printed. */
export const DateTime = scalar<Date>({
  name: "DateTime",
  description:
    "An instant, RFC 3339. Printed in UTC with milliseconds, for example `2026-05-04T06:30:00.000Z`; read with any offset, and refused without one. Years 0001 to 9999; what is finer than a millisecond is cut off.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  expected: "an RFC 3339 date and time with its offset, such as `2026-05-04T06:30:00Z`",
  read: readInstant,
  print: (value) => (value instanceof Date && isPrintable(value.getTime()) ? value.toISOString() : null),
});

/** As clients write instants most of the time. Of these all but the day of the month is checked by the platform's own reader. */
const PLAIN = /^\d{4}-\d{2}-(\d{2})T([01]\d|2[0-3]):\d{2}:[0-5]\d(\.\d{3})?Z$/;

function readPlain(text: string): Date | null {
  const day = PLAIN.exec(text)?.[1];
  if (day === undefined) return null;
  const read = new Date(text);
  return read.getUTCDate() === Number(day) && isPrintable(read.getTime()) ? read : null;
}

function readInstant(text: string): Date | null {
  const plain = readPlain(text);
  if (plain) return plain;
  if (!RFC_3339.test(text)) return null;
  try {
    const { epochMilliseconds } = Temporal.Instant.from(text.toUpperCase());
    return isPrintable(epochMilliseconds) ? new Date(epochMilliseconds) : null;
  } catch {
    return null; // well formed, yet no real date or time: 30 February, 25 o'clock
  }
}
