import { GraphQLCountryCode } from "graphql-scalars";
import { accepts, textScalar } from "./scalar.ts";

export const CountryCode = textScalar({
  name: "CountryCode",
  description:
    "Country, ISO 3166-1 alpha-2 and `XK` for Kosovo, in capitals, for example `GB`. Small letters are read as capitals.",
  specifiedByURL: "https://www.iso.org/iso-3166-country-codes.html",
  expected: "a two-letter country code of ISO 3166-1, such as `GB`",
  read: (text) => (accepts(GraphQLCountryCode, text.toUpperCase()) ? text.toUpperCase() : null),
});
