import { describe, expect, it } from "@jest/globals";
import { getOperationAST, parse } from "graphql";
import { priceOperation } from "../../src/server/pricing.ts";
import { smallSchema } from "./small-schema.ts";

const schema = smallSchema();

const price = (query: string, variables: Record<string, unknown> = {}): number => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  return priceOperation(schema, document, operation, variables).points;
};

describe("threat 13: the price of an operation", () => {
  it.each([
    ["scalars are free", "{ __typename echo }", 0],
    ["an object is 1", "{ thing { id name } }", 1],
    ["objects in objects are 1 each", "{ thing { thing { thing { id } } } }", 3],
    ["a page is its size times a node, and the connection", "{ things(first: 5) { edges { node { id } } } }", 6],
    ["`last` is a size too", "{ things(last: 7) { edges { node { id } } } }", 8],
    ["a page without a size is 20", "{ things { edges { node { id } } } }", 21],
    ["a size out of range is priced as the nearest one", "{ things(first: 1000000) { edges { node { id } } } }", 101],
    ["edges without nodes are rows all the same", "{ things(first: 5) { edges { cursor } } }", 6],
    ["so is `pageInfo`", "{ things(first: 5) { pageInfo { endCursor } } }", 6],
    ["what hangs on an edge counts", "{ things(first: 5) { edges { role { id } node { id } } } }", 11],
    ["a count is 10, and needs no page", "{ things(first: 100) { totalCount } }", 11],
    [
      "pages in pages multiply",
      "{ things(first: 5) { edges { node { things(first: 3) { edges { node { id } } } } } } }",
      26,
    ],
    ["a plain list is 10", "{ thing { tags { id } } }", 11],
    ["unless it says how long it is", "{ thing { lines { id } } }", 51],
    ["a list by ids is as long as they are", '{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
    ["a field may have a price of its own", "{ free { thing { id } } }", 0],
    ["introspection is 100", "{ __schema { types { name fields { name } } } }", 100],
    ["and again for each alias in it", "{ __schema { a: types { name } b: types { name } } }", 300],
    ["an act is 10 and what its payload selects", "mutation { act { thing { id } } other: act { id } }", 23],
    [
      "of an interface the dearest type counts",
      '{ node(id: "x") { id ... on Tag { thing { id } } ... on Thing { tags { id } } } }',
      11,
    ],
    ["a field selected twice is read once", "{ thing { id } ...A } fragment A on Query { thing { thing { id } } }", 2],
    ["an alias is another field", "{ thing { id } other: thing { id } }", 2],
    [
      "fragments count where they are spread",
      "{ thing { ...A } other: thing { ...A } } fragment A on Thing { thing { id } }",
      4,
    ],
    ["what is left out costs nothing", "{ thing @skip(if: true) { id } things @include(if: false) { totalCount } }", 0],
  ])("%s", (_rule, query, points) => {
    expect(price(query)).toBe(points);
  });

  it("takes sizes, ids and conditions from variables, and from their defaults", () => {
    const query =
      "query ($n: Int = 7, $ids: [ID!]!, $more: Boolean!) { things(first: $n) { edges { node { id } } } nodes(ids: $ids) { id } thing @include(if: $more) { id } }";
    expect(price(query, { ids: ["a", "b"], more: false })).toBe(8 + 2);
    expect(price(query, { n: 3, ids: [], more: true })).toBe(4 + 0 + 1);
    expect(price(query, { n: null, ids: [], more: false })).toBe(21);
  });

  it("lets a site show the next three meetings of thirty groups within the anonymous limit", () => {
    const meetings = "things(first: 3) { edges { node { id name a: thing { id } b: thing { id } c: thing { id } } } }";
    const points = price(
      `{ things(first: 30) { pageInfo { endCursor } edges { node { id name thing { id } ${meetings} } } } }`,
    );
    expect(points).toBeLessThanOrEqual(1_000);
  });

  it("gives up on a document that takes too long to price", () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) => `fragment F${i} on Thing { a${i}: thing { ...F${i + 1} } b${i}: thing { ...F${i + 1} } }`,
    );
    expect(price(`{ thing { ...F0 } } ${levels.join(" ")} fragment F20 on Thing { id }`)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
