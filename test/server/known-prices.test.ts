import { describe, expect, it } from "@jest/globals";
import { getOperationAST, parse } from "graphql";
import { KnownPrices } from "../../src/server/known-prices.ts";
import { priceOperation } from "../../src/server/pricing.ts";
import { smallSchema } from "./small-schema.ts";

const schema = smallSchema();
const QUERY = `query ($n: Int = 7, $ids: [ID!]!, $more: Boolean!, $inner: Int, $text: String) {
  things(first: $n) { edges { node { id } } } nodes(ids: $ids) { id } echo(text: $text)
  thing @include(if: $more) { things(first: $inner) { edges { node { id } } } }
}`;

function operationOf(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  return { document, operation };
}

describe("a price that was worked out before", () => {
  const { document, operation } = operationOf(QUERY);

  it("is what working it out again would say, whatever was asked in between", () => {
    const prices = new KnownPrices(schema);
    const sets = [1, 2].flatMap(() =>
      [undefined, null, 3, 3.5, 1_000, "3", {}].flatMap((n) =>
        [[], ["a"], ["b"], ["a", "b", "c"], null].flatMap((ids) =>
          [true, false].flatMap((more) =>
            [undefined, 2, 9].map((inner) => ({ ...(n === undefined ? {} : { n }), ids, more, inner, text: "x" })),
          ),
        ),
      ),
    );
    const told = sets.map((variables) => prices.pointsOf(document, operation, variables));
    const fresh = sets.map((variables) => priceOperation(schema, document, operation, variables).points);
    expect(told).toEqual(fresh);
    expect(new Set(told).size).toBeGreaterThan(20);
  });

  it("is looked up by what matters to it alone", () => {
    const { asked } = priceOperation(schema, document, operation, { ids: [], more: false, text: "x" });
    expect([...asked].sort()).toEqual(["ids", "more", "n"]);
  });
});
