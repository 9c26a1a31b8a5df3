/** Clocks on walls, the naive way: what they show when a meeting starts. */
import { GraphQLError } from "graphql";

const DAYS = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

interface Started {
  readonly startsAt: Date;
  readonly startsAtLocal: string;
}

/** `YYYY-MM-DDTHH:MM`, in that zone or else as the meeting itself says. */
function localStart({ startsAt, startsAtLocal }: Started, timeZone: string | null | undefined): string {
  if (timeZone == null) return startsAtLocal.slice(0, 16);
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
    .format(startsAt)
    .replace(" ", "T");
}

export const weekdayOf = (meeting: Started, zone: string | null | undefined): string =>
  DAYS[new Date(`${localStart(meeting, zone)}:00Z`).getUTCDay()] ?? "";

export function dayPartOf(meeting: Started, zone: string | null | undefined): string {
  const hour = Number(localStart(meeting, zone).slice(11, 13));
  if (hour < 5 || hour >= 17) return "EVENING";
  if (hour < 11) return "MORNING";
  return hour < 14 ? "MIDDAY" : "AFTERNOON";
}

export interface Span {
  readonly from?: string | null;
  readonly before?: string | null;
}

export function isInSpan(meeting: Started, { from, before }: Span, zone: string | null | undefined): boolean {
  if (from == null && before == null) {
    throw new GraphQLError("An empty span.", { extensions: { code: "BAD_USER_INPUT" } });
  }
  const time = localStart(meeting, zone).slice(11);
  const [begun, open] = [from == null || time >= from, before == null || time < before];
  return from != null && before != null && from > before ? begun || open : begun && open;
}

/** More days than a week has, more parts than a day has, or a span that ends when it begins. */
export function isTooMuchOfClock(name: string, value: unknown): boolean {
  if (name === "weekdays") return (value as unknown[]).length > 7;
  if (name === "dayParts") return (value as unknown[]).length > 4;
  if (name !== "localTime") return false;
  const { from, before } = value as Span;
  return from != null && from === before;
}
