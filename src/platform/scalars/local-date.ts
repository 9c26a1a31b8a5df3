import { GraphQLLocalDate } from "graphql-scalars";
import { accepts, textScalar } from "./scalar.ts";

/** The library counts a year 0, which PostgreSQL does not know. */
const YEAR_ZERO = /^0000/;

/** A calendar day is text everywhere: as a `Date` it would become a midnight in somebody's zone. */
export const LocalDate = textScalar({
  name: "LocalDate",
  description:
    "Calendar day, for example `2026-05-04`, in the time zone of what it belongs to. Only real days of the years 0001 to 9999.",
  specifiedByURL: "https://tc39.es/proposal-temporal/docs/plaindate.html",
  expected: "a calendar day, such as `2026-05-04`",
  read: (text) => (accepts(GraphQLLocalDate, text) && !YEAR_ZERO.test(text) ? text : null),
});
