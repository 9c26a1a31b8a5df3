import { registerEnumType } from "type-graphql";

/** Why two entries of a group's books are taken for one person. */
export enum DuplicateReason {
  SAME_EMAIL = "SAME_EMAIL",
  SIMILAR_EMAIL = "SIMILAR_EMAIL",
  SAME_NAME = "SAME_NAME",
  SIMILAR_NAME = "SIMILAR_NAME",
  SAME_PHONE = "SAME_PHONE",
  SAME_COMPANY = "SAME_COMPANY",
  SAME_CITY = "SAME_CITY",
}

registerEnumType(DuplicateReason, {
  name: "DuplicateReason",
  description: "Why two people are taken for one. What organisers may not read of a person is not compared.",
  valuesConfig: {
    SAME_EMAIL: { description: "One address, but for letter case and a `+tag`." },
    SIMILAR_EMAIL: {
      description: "Addresses that differ by a slip of typing, or in what stands behind the `@` alone.",
    },
    SAME_NAME: {
      description: "The same words in any order; capitals, accents, titles and short forms of first names left aside.",
    },
    SIMILAR_NAME: { description: "Names that differ by a slip of typing, or of which one has a word less." },
    SAME_PHONE: { description: "One telephone number." },
    SAME_COMPANY: { description: "One company, or nearly so." },
    SAME_CITY: { description: "One town, or nearly so." },
  },
});
