import { Temporal } from "temporal-polyfill";
import { readLocalDateTime } from "../scalars/local-date-time.ts";
import { instantOf, localTimeOf } from "../zones.ts";

/** A moment as a file writes it: an instant, or a time on some wall, or only a day. */
export interface Moment {
  /** `YYYY-MM-DD`, on the calendar of the zone. */
  readonly day: string;
  /** `YYYY-MM-DDTHH:MM:SS` on the clock of the zone; null if only a day is given. */
  readonly local: string | null;
  /** The instant; the beginning of the day if only that is given. */
  readonly at: Date;
}

const YEAR_FIRST = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<date>\d{1,2})(?:$|[T ]+(?<time>.+)$)/i;
const DAY_FIRST = /^(?<date>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})(?:$|,? +(?<time>.+)$)/;
const TIME = /^(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)? *(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Reads `2019-01-31`, `2019-01-31 19:00`, `2019-01-31T19:00:00+01:00`, `31.1.2019 19:00`. Without an offset it is a time
 * in the given zone. Dates with slashes are none: half of the world reads them differently.
 */
export function readMoment(text: string, timeZone: string): Moment | null {
  const parts = (YEAR_FIRST.exec(text.trim()) ?? DAY_FIRST.exec(text.trim()))?.groups;
  if (!parts) return null;
  const { year = "", month = "", date = "", time } = parts;
  const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  if (time === undefined) {
    const midnight = readLocalDateTime(`${day}T00:00`);
    return midnight === null ? null : { day, local: null, at: instantOf(midnight, timeZone) };
  }
  return momentOf(day, time.trim(), timeZone);
}

function momentOf(day: string, time: string, timeZone: string): Moment | null {
  const parts = TIME.exec(time);
  if (!parts) return null;
  const [, hours = "", minutes = "", seconds = "00", offset] = parts;
  const written = readLocalDateTime(`${day}T${hours.padStart(2, "0")}:${minutes}:${seconds}`);
  if (!written) return null;
  const at = offset ? instantWithOffset(written, offset) : instantOf(written, timeZone);
  const local = at && localTimeOf(at, timeZone);
  return at === null || local === null ? null : { day: local.slice(0, 10), local, at };
}

function instantWithOffset(local: string, offset: string): Date | null {
  try {
    return new Date(Temporal.Instant.from(`${local}${offset.toUpperCase()}`).epochMilliseconds);
  } catch {
    return null;
  }
}

/** The first instant of the day after. */
export const endOfDay = (day: string, timeZone: string): Date =>
  instantOf(`${Temporal.PlainDate.from(day).add({ days: 1 }).toString()}T00:00:00`, timeZone);

/** Whether one moment is after another; false where either is not known. */
export const isAfter = (one: Date | null, other: Date | null): boolean => one !== null && other !== null && one > other;
