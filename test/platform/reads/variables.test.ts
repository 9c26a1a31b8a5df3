import { describe, expect, test } from "@jest/globals";
import { buildSchema, getOperationAST, type OperationDefinitionNode, parse } from "graphql";
import { getVariableValues } from "../../../src/platform/reads/graphql-internals.ts";
import { coerced } from "../../../src/platform/reads/root.ts";

const schema = buildSchema(
  "scalar Free type Query { a(i: ID, s: String, n: Int, f: Float, b: Boolean, x: Free): Int }",
);
const GIVEN = ["per_1", "", 7, 7.5, 3e9, Number.NaN, true, null, undefined, {}, ["a"], ["a", "b"]];

describe("variables of scalar types", () => {
  test.each([
    ["ID", "ID!", "String", "String!", "Int", "Int!", "Float!", "Boolean", "Boolean!", "Free", "Free!"],
    ["[ID!]", "Int = 3", 'String! = "x"'],
  ])("are read as graphql-js reads them: %s …", (...types) => {
    for (const type of types) {
      const operation = getOperationAST(parse(`query ($v: ${type}) { a }`)) as OperationDefinitionNode;
      const left = [{}, { other: 1 }];
      for (const variables of [...left, ...GIVEN.map((v) => ({ v })), ...GIVEN.map((v) => ({ v, other: v }))]) {
        const theirs = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
        if (theirs.errors) expect(() => coerced(schema, operation, variables)).toThrow(AggregateError);
        else expect(coerced(schema, operation, variables)).toEqual(theirs.coerced);
      }
    }
  });

  test("are those of the schema at hand", () => {
    const operation = getOperationAST(parse("query ($v: Kind) { a }")) as OperationDefinitionNode;
    const asScalar = buildSchema("scalar Kind type Query { a: Int }");
    const asEnum = buildSchema("enum Kind { A } type Query { a: Int }");
    expect(coerced(asScalar, operation, { v: "B" })).toEqual({ v: "B" });
    expect(() => coerced(asEnum, operation, { v: "B" })).toThrow(AggregateError);
    expect(coerced(asScalar, operation, { v: "B" })).toEqual({ v: "B" });
  });
});
