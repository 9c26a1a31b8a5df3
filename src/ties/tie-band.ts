import { registerEnumType } from "type-graphql";

/** How well two people know each other. Never a number: people would compare. */
export enum TieBand {
  STRONG = "STRONG",
  MODERATE = "MODERATE",
  WEAK = "WEAK",
}

registerEnumType(TieBand, {
  name: "TieBand",
  description:
    "How well two people know each other, from the small meetings, talks and introductions they shared, each worth half after 120 days. Derived, never entered.",
  valuesConfig: {
    STRONG: { description: "They met one to one lately, or again and again in small meetings." },
    MODERATE: { description: "They met one to one some months ago, or now and then in small meetings." },
    WEAK: { description: "They met long ago, or in large meetings only." },
  },
});
