import { Max, Min, ValidateBy } from "class-validator";
import { Field, InputType, Int, ObjectType } from "type-graphql";
import type { Builder } from "../platform/reads/declare.ts";
import type { Read } from "../platform/reads/registry.ts";
import { present } from "../platform/reads/sql.ts";

/** Highest price, in the smallest unit of any currency: what a GraphQL `Int` surely holds. */
export const MINOR_UNITS_MAX = 1_000_000_000;

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

@ObjectType({ description: "An amount of money." })
export class Money {}

@InputType({ description: "An amount of money." })
export class MoneyInput {
  @Field(() => Int, { description: "In the smallest unit of the currency, 0 to 1,000,000,000: 1250 is 12.50 GBP." })
  @Min(0)
  @Max(MINOR_UNITS_MAX)
  amountMinorUnits: number;

  @Field(() => String, { description: "ISO 4217 code, for example `GBP`." })
  @ValidateBy({
    name: "isCurrency",
    validator: {
      validate: (value) => typeof value === "string" && CURRENCIES.has(value),
      defaultMessage: () => "This is not an ISO 4217 code, such as GBP.",
    },
  })
  currency: string;
}

interface CostColumns {
  costMinorUnits: number | null;
  currency: string | null;
}

/** The price of a seat at a meeting, or at each of a series, as GraphQL shows it. */
export function costOf<E extends CostColumns>(of: Builder<E>): Read {
  const t = of as unknown as Builder<CostColumns>;
  return t.object(Money, {
    description: "Price of a seat; null is free.",
    when: (row) => present(row.costMinorUnits),
    fields: (t) => ({
      amountMinorUnits: t.int((row) => row.costMinorUnits, {
        description: "In the smallest unit of the currency: 1250 is 12.50 GBP, and 1,250 JPY.",
      }),
      currency: t.value(
        () => String,
        (row) => row.currency,
        { description: "ISO 4217 code, for example `GBP`." },
      ),
    }),
  });
}
