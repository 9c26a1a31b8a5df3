import { expect, test } from "@jest/globals";
import { type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from "graphql";
import { allPlaces, placeOf } from "../../src/platform/reads/field-scopes.ts";
import { isScope } from "../../src/scopes/scope.ts";
import { buildApiSchema } from "../../src/server/schema.ts";

/** `Type.field`, `SomeFilter.part` and `SomeOrderField.VALUE`, of everything that a caller can select or send to a list. */
function titlesOf(schema: GraphQLSchema): [type: string, field: string][] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    const { name } = type;
    if (name.startsWith("__")) return [];
    const pairs = (fields: string[]) => fields.map((field): [string, string] => [name, field]);
    if (isObjectType(type) || (isInputObjectType(type) && name.endsWith("Filter")))
      return pairs(Object.keys(type.getFields()));
    return isEnumType(type) && name.endsWith("OrderField") ? pairs(type.getValues().map((value) => value.name)) : [];
  });
}

test("every field, filter and order has a place in the table of scopes, in src/scopes", async () => {
  const titles = titlesOf(await buildApiSchema());
  expect(titles.filter(([type, field]) => placeOf(type, field) === null).map((title) => title.join("."))).toEqual([]);
});

test("the table names nothing that is not there, and no scope that there is not", async () => {
  const titles = new Set(titlesOf(await buildApiSchema()).map((title) => title.join(".")));
  expect([...allPlaces().keys()].filter((title) => !titles.has(title))).toEqual([]);
  const scopes = [...allPlaces().values()].flatMap((place) => (typeof place === "string" ? [] : place));
  expect(scopes.filter((scope) => !isScope(scope))).toEqual([]);
});
