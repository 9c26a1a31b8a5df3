/** Between the wall clocks of time zones and instants. Zones are IANA names, as the scalar `TimeZone` gives them. */
import { Temporal } from "temporal-polyfill";

/**
 * The instant at which clocks in `timeZone` show `local` (`YYYY-MM-DDTHH:MM:SS`).
 *
 * Where clocks jump over that time in spring, it is the later of the two instants that could be meant
 * (02:30 becomes what then reads 03:30); where they show it twice in autumn, it is the first. RFC 5545
 * reads its local times in the same way.
 */
export const instantOf = (local: string, timeZone: string): Date =>
  new Date(
    Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds,
  );

/** What clocks in `timeZone` show at an instant, cut to whole seconds: `YYYY-MM-DDTHH:MM:SS`. */
export const localTimeOf = (instant: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: "second", roundingMode: "trunc" });
