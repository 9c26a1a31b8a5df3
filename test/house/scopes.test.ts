import { expect, test } from "@jest/globals";
import { type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from "graphql";
import { ProfileField } from "../../src/people/profile-field.ts";
import { allPlaces, placeOf } from "../../src/platform/reads/field-scopes.ts";
import { isScope } from "../../src/scopes/scope.ts";
import { buildApiSchema, printApiSchema } from "../../src/server/schema.ts";

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

/** What a part of the schema says of itself. */
function descriptionOf(schema: GraphQLSchema, typeName: string, name: string): string {
  const type = schema.getType(typeName);
  if (isEnumType(type)) return type.getValue(name)?.description ?? "";
  return (isObjectType(type) || isInputObjectType(type) ? type.getFields()[name]?.description : null) ?? "";
}

test("what is not open to every app says so, with the scopes that it takes", async () => {
  const schema = await buildApiSchema();
  const silent = titlesOf(schema).filter(([typeName, name]) => {
    const place = placeOf(typeName, name);
    const said = descriptionOf(schema, typeName, name);
    if (place === "never") return !said.endsWith("Not for apps.");
    return Array.isArray(place) && !place.every((scope: string) => said.includes(`\`${scope}\``));
  });
  expect(silent).toEqual([]);
});

test("every part of a profile says by which audience it is shown", async () => {
  const printed = printApiSchema(await buildApiSchema());
  for (const part of Object.values(ProfileField)) expect(printed).toContain(`Shown to the audience of \`${part}\`.`);
});
