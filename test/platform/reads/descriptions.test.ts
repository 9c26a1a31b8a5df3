import { expect, test } from "@jest/globals";
import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from "graphql";
import { librarySchema } from "./start-library.ts";

const MADE = /(?:Connection|Edge|Order|OrderField|Filter)$|^PageInfo$|^OrderDirection$|^DateTimeRange$/;

test("every type, field, argument and value that the engine makes is described", async () => {
  const schema = await librarySchema();
  const made = Object.values(schema.getTypeMap()).filter(({ name }) => MADE.test(name));
  expect(made.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "BookConnection",
      "BookEdge",
      "BookFilter",
      "BookOrder",
      "BookOrderField",
      "DateTimeRange",
    ]),
  );
  const readable = ["Book", "Shelf", "Reader", "Review", "Sheet", "Tally", "Query"].flatMap(
    (name) => schema.getType(name) ?? [],
  );

  expect([...made, ...readable].flatMap(undescribed)).toEqual(["Query"]);
});

/** Query's own description is the roof's to give. */
function undescribed(type: GraphQLNamedType): string[] {
  const own = type.description ? [] : [type.name];
  if (isEnumType(type))
    return [
      ...own,
      ...type.getValues().flatMap(({ name, description }) => (description ? [] : `${type.name}.${name}`)),
    ];
  if (!isObjectType(type) && !isInputObjectType(type)) return own;
  const fields: (GraphQLField<unknown, unknown> | GraphQLInputField)[] = Object.values(type.getFields());
  const parts = fields.flatMap((field) => [
    { name: `${type.name}.${field.name}`, description: field.description },
    ...("args" in field
      ? field.args.map((arg) => ({ name: `${type.name}.${field.name}(${arg.name})`, description: arg.description }))
      : []),
  ]);
  return [...own, ...parts.flatMap(({ name, description }) => (description ? [] : name))];
}
