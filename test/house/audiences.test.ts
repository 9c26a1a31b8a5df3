/** The schema says who sees what: each type of rows as a whole, each field that fewer see, and each act. */
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from "graphql";
import { buildApiSchema } from "../../src/server/schema.ts";

/** The ways of saying so that this schema has. */
const SAYS_WHO = new RegExp(
  [
    "\\bSeen by\\b",
    "\\b[Oo]nly .*\\b(sees?|knows?)\\b",
    "\\balone (may |ever )?sees?\\b",
    "\\b[Nn]obody (else|but)\\b",
    "\\bNull unless the person shows\\b",
    "\\bShown to the audience of\\b",
    "(^|[.;] )([Nn]ull )?[Ff]or (a |an |any )?(the|those|who|whoever|them|hosts?|organisers?|owners?|members?|people|person)\\b",
    "\\bNull for (everybody|those|people|organisers|a|the|visitors)\\b",
  ].join("|"),
);
/** Of acts also: what is the viewer's own is for whoever is signed in. */
const SAYS_WHOSE = new RegExp(`${SAYS_WHO.source}|\\bviewer\\b|\\bFor (its|the|either|everybody)\\b`);

/** Fields that are gated because there may be nothing in them; whoever sees the row sees what there is. */
const WHAT_THERE_IS = [
  "Group.coordinates",
  "IntroductionOutcome.amount",
  "IntroductionRequest.towardsId",
  "Meeting.cost",
  "Meeting.place",
  "MeetingSeries.cost",
  "MeetingSeries.place",
];

const typesOf = (schema: GraphQLSchema): GraphQLObjectType[] => Object.values(schema.getTypeMap()).filter(isObjectType);
const isNode = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === "Node");

test("every type whose rows have a policy of their own says who sees them", async () => {
  const types = typesOf(await buildApiSchema()).filter(isNode);
  expect(types.length).toBeGreaterThan(40);
  expect(types.filter(({ description }) => !SAYS_WHO.test(description ?? "")).map(({ name }) => name)).toEqual([]);
});

test("every field that not everybody sees who sees the row says who does", async () => {
  const schema = await buildApiSchema();
  const fewer = readFileSync("policies.txt", "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(": ") as [path: string, words: string])
    .filter(([, words]) => /gate|guard/.test(words))
    .map(([path]) => path);
  const silent = fewer.filter((path) => {
    const [typeName = "", name = ""] = path.split(".");
    const type = schema.getType(typeName);
    return isObjectType(type) && isNode(type) && !SAYS_WHO.test(type.getFields()[name]?.description ?? "");
  });
  expect(fewer.length).toBeGreaterThan(150);
  expect(silent.sort()).toEqual(WHAT_THERE_IS);
});

test("every act says whose it is", async () => {
  const acts = Object.values((await buildApiSchema()).getMutationType()?.getFields() ?? {});
  expect(acts.length).toBeGreaterThan(100);
  expect(acts.filter(({ description }) => !SAYS_WHOSE.test(description ?? "")).map(({ name }) => name)).toEqual([]);
});
