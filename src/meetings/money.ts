import { Max, Min, ValidateBy } from "class-validator";
import { Field, InputType, Int, ObjectType } from "type-graphql";
import type { Builder } from "../platform/reads/declare.ts";
import type { Policy, Row } from "../platform/reads/policy.ts";
import type { Read } from "../platform/reads/registry.ts";
import { present, type Sql } from "../platform/reads/sql.ts";

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
  return moneyOf(t, (row) => row.costMinorUnits, {
    description: "Price of a seat; null is free.",
    when: (row) => present(row.costMinorUnits),
  });
}

/** An amount in the currency of the same row. */
export function moneyOf<E extends { currency: string | null }>(
  t: Builder<E>,
  amount: (row: Row<E>) => Sql,
  options: { readonly description: string; readonly when?: Policy<E> },
): Read {
  return t.object(Money, {
    ...options,
    fields: (t) => ({
      amountMinorUnits: t.int(amount, {
        description: "In the smallest unit of the currency: 1250 is 12.50 GBP, and 1,250 JPY.",
      }),
      currency: t.value(
        () => String,
        (row) => (row as unknown as Row<CostColumns>).currency,
        { description: "ISO 4217 code, for example `GBP`." },
      ),
    }),
  });
}
