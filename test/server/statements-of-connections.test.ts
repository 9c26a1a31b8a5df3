/** Every list of the schema costs as many statements for one row as for fifty. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  buildSchema,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { StatementCounter } from "../../src/server/statement-counter.ts";
import { act, done } from "../support/act.ts";
import {
  type CastApi,
  idOf,
  keyOf,
  makeBlock,
  makeGroup,
  makePerson,
  makeTopic,
  makeVisitor,
  startWithCast,
} from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";

const MEETINGS = 30;
const schema = buildSchema(readFileSync("schema.graphql", "utf8"));

type Field = GraphQLField<unknown, unknown>;
const fieldsOf = (type: GraphQLObjectType): Field[] => Object.values(type.getFields());
const isList = ({ type }: Field): boolean => getNamedType(type).name.endsWith("Connection");

/** An object of each of these types whose lists Ada may read. */
const idOfType = new Map<string, string>();
const counter = new StatementCounter();
let api: CastApi;
beforeAll(async () => {
  const limits = { anonymousPointsMax: 1_000_000, signedInPointsMax: 1_000_000 };
  api = await startWithCast({ limits });
  const meetings = [];
  for (let i = 0; i < MEETINGS; i++) meetings.push(await makeMeeting(api.dataSource, { title: `Breakfast ${i}` }));
  const meetingId = meetings[0]?.globalId ?? "";
  for (const who of ["ada", "ben", "hana"] as const) await act(api, who, "rsvpGoing", { meetingId }, "rsvp { id }");
  for (let i = 0; i < 3; i++) await plant(i);
  idOfType.set("Group", idOf("harbourBreakfast")).set("Meeting", meetingId).set("Person", idOf("ada"));
  counter.watch(api.dataSource);
});
afterAll(() => api.close());

/** Some more rows of what Ada sees in lists. */
async function plant(number: number): Promise<void> {
  const groupId = idOf("harbourBreakfast");
  await makeTopic(api.dataSource, `topic-${number}`);
  await makeGroup(api.dataSource, { name: `Group ${number}`, slug: `group-${number}` });
  const { id: personId } = await makePerson(api.dataSource, { email: null, emailVerifiedAt: null });
  await makeVisitor(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId });
  await makeBlock(api.dataSource, keyOf("ada"), (await makePerson(api.dataSource)).id);
  await done(api, "ada", "beginImport", { groupId, kind: "PEOPLE" }, "import { id }");
  await done(api, "ada", "inviteToGroup", { groupId, email: `new-${number}@example.org` }, "invitation { id }");
}

/** All that can be read of the rows without going on to other objects. */
function rowsOf(list: Field): string {
  const connection = getNamedType(list.type) as GraphQLObjectType;
  const edge = getNamedType(connection.getFields()["edges"]?.type) as GraphQLObjectType;
  const node = getNamedType(edge.getFields()["node"]?.type);
  const leaves = isObjectType(node)
    ? fieldsOf(node).filter(({ type, args }) => isLeafType(getNamedType(type)) && !args.some(isRequiredArgument))
    : [];
  const names = ["__typename", ...leaves.map(({ name }) => name)];
  return `${connection.getFields()["totalCount"] ? "totalCount" : ""} edges { cursor node { ${names.join(" ")} } }`;
}

const connections = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith("__") && !name.endsWith("Payload"))
  .flatMap((type) =>
    fieldsOf(type)
      .filter(isList)
      .map((list) => ({ type, list })),
  );

/** Types of whose lists each is asked for by itself. */
const LISTS_OF = ["Query", "Group", "Meeting", "Person"];
/** What hangs on the rows of those lists; counted in `statements.test.ts` and `statements-of-giving.test.ts`. */
const LISTS_IN_LISTS = [
  ...["Ask.matchingOffers", "Ask.responses", "Attendance.marks", "Introduction.outcomes"],
  ...["MeetingSeries.meetings", "MeetingValue.encounters", "MeetingValue.groupSuggestions", "MeetingValue.ideas"],
  ...["Membership.leaves", "Membership.periods", "Offer.responses", "Referral.closedBusiness"],
];

function question({ type, list }: (typeof connections)[number], size: number): string {
  const wanted = `${list.name}(first: ${size}) { ${rowsOf(list)} }`;
  if (type.name === "Query") return `{ ${wanted} }`;
  return `{ node(id: "${idOfType.get(type.name)}") { ... on ${type.name} { ${wanted} } } }`;
}

const named = ({ type, list }: (typeof connections)[number]): string => `${type.name}.${list.name}`;
const asked = connections.filter(({ type }) => LISTS_OF.includes(type.name));
const grown = new Set<string>();

test.each(asked.map((each) => [named(each), each] as const))("%s", async (name, each) => {
  const ask = async (size: number) => {
    const before = counter.total;
    const { data, errors } = await api.as("ada").graphql(question(each, size));
    expect(errors).toBeUndefined();
    return { statements: counter.total - before, length: JSON.stringify(data).length };
  };
  await api.as("ada").graphql("{ __typename }"); // the first use of a credential finds out whose it is
  const [short, long] = [await ask(1), await ask(50)];
  expect(long.statements).toBe(short.statements);
  if (long.length > short.length) grown.add(name);
});

test("of these, Ada sees several rows", () => {
  expect([...grown]).toEqual(
    expect.arrayContaining([
      ...[
        "Group.auditLog",
        "Group.imports",
        "Group.invitations",
        "Group.meetings",
        "Group.memberships",
        "Group.visitors",
      ],
      ...["Meeting.rsvps", "Person.blocks", "Query.groups", "Query.meetings", "Query.topics"],
    ]),
  );
});

test("lists of other types are few, and known", () => {
  expect(connections.filter((each) => !asked.includes(each)).map(named)).toEqual(LISTS_IN_LISTS);
});
