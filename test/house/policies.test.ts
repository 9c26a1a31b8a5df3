/** Default deny, looked at from outside: whatever a query can reach stands in `policies.txt`. */
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { type GraphQLNamedType, type GraphQLObjectType, getNamedType, isInterfaceType, isObjectType } from "graphql";
import { buildApiSchema } from "../../src/server/schema.ts";

/** Values that one field hands out whole: that field's own policy covers them. */
const HANDED_OUT_WHOLE = [
  "AuditChange",
  "FieldVisibility",
  "ImportFault",
  "ImportNote",
  "PreviewedOccurrence",
  "RateLimit",
  "SuggestedIntroduction",
  "SuggestedPerson",
  "SuggestionReason",
  "WarmPath",
  "WarmPathStep",
];

test("threat 12: every field that a query can reach has a policy, in `policies.txt`", async () => {
  const schema = await buildApiSchema();
  const listed = new Map(
    readFileSync("policies.txt", "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(": ") as [string, string]),
  );
  const found = new Set<GraphQLObjectType>();
  const visit = (type: GraphQLNamedType): void => {
    if (isInterfaceType(type)) schema.getPossibleTypes(type).forEach(visit);
    if (!isObjectType(type) || found.has(type)) return;
    found.add(type);
    for (const field of Object.values(type.getFields())) visit(getNamedType(field.type));
  };
  for (const root of [schema.getQueryType(), schema.getSubscriptionType()]) if (root) visit(root);
  const isPage = ({ name }: GraphQLObjectType): boolean => name === "PageInfo" || /(Connection|Edge)$/.test(name);
  const fields = [...found]
    .filter((type) => !isPage(type) && !HANDED_OUT_WHOLE.includes(type.name))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  expect(fields.length).toBeGreaterThan(250);
  expect(fields.filter((field) => !listed.has(field))).toEqual([]);
  expect([...listed.keys()].filter((field) => !fields.includes(field))).toEqual([]);
  expect([...new Set(listed.values())].sort()).toEqual(expect.arrayContaining(["gate", "guard", "resolved", "row"]));
});
