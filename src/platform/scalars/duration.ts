import { GraphQLScalarType } from "graphql";
import { notPrintable, refusedInput } from "./text-scalar.ts";

/** Longest duration that can be said, in minutes: 31 days, far above any gathering. */
export const DURATION_MINUTES_MAX = 31 * 24 * 60;

const HOURS_AND_MINUTES = /^PT(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?$/;

/**
 * In the application, and in an `integer` column, a duration is whole minutes (`durationMinutes`). It is
 * printed in minutes alone, so that SQL prints the same text: `'PT' || duration_minutes || 'M'`.
 */
export const Duration = new GraphQLScalarType<number, string>({
  name: "Duration",
  description:
    "Length of time, ISO 8601, in hours and minutes only. Printed as minutes, for example `PT90M`; `PT1H30M` is read as well. From `PT0M` to 31 days (`PT44640M`).",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339#appendix-A",
  parseValue(value) {
    const minutes = typeof value === "string" ? readMinutes(value) : null;
    if (minutes === null)
      throw refusedInput("Duration", "hours and minutes in ISO 8601, such as `PT90M`, and at most 31 days");
    return minutes;
  },
  serialize(value) {
    if (typeof value === "string") return value;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return `PT${value}M`;
    throw notPrintable("Duration", value);
  },
});

function readMinutes(text: string): number | null {
  const parts = HOURS_AND_MINUTES.exec(text);
  if (!parts) return null;
  const minutes = Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0);
  return minutes <= DURATION_MINUTES_MAX ? minutes : null;
}
