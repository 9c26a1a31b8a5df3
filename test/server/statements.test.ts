/** A query operation is one statement, whatever it asks for and however long its pages are. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { StatementCounter } from "../../src/server/statement-counter.ts";
import { type CastApi, type CastName, idOf, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";

const MEETINGS = 30;

let api: CastApi;
const counter = new StatementCounter();
beforeAll(async () => {
  api = await startWithCast({ limits: { anonymousPointsMax: 1_000_000, signedInPointsMax: 1_000_000 } });
  counter.watch(api.dataSource);
  for (let i = 0; i < MEETINGS; i++) await makeMeeting(api.dataSource, { title: `Breakfast ${i}` });
});
afterAll(() => api.close());

const WHO: readonly (CastName | null)[] = [null, "cleo", "ben", "ada"];
const GROUP = idOf("harbourBreakfast");

const OPERATIONS: readonly [string, (size: number) => string][] = [
  ["a list", (size) => `{ meetings(first: ${size}) { totalCount edges { node { title group { name } } } } }`],
  [
    "a page backwards, with all there is to know of it",
    (size) =>
      `{ meetings(last: ${size}) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } } }`,
  ],
  [
    "lists in lists",
    (size) =>
      `{ groups(first: ${size}) { edges { node { memberCount nextMeeting { id } meetings(first: ${size}) {
         edges { node { goingCount hosts { person { id } } rsvps(first: 1) { totalCount edges { node { person { id } } } } } } } } } } }`,
  ],
  [
    "people behind many policies",
    (size) =>
      `{ node(id: "${GROUP}") { ... on Group { memberships(first: ${size}) { edges { node {
         status leaves { totalCount } person { profile { displayName place { city } topics { slug } } contact { email } } } } } } } }`,
  ],
  [
    "many root fields",
    (size) =>
      `{ viewer { id sessions(first: ${size}) { totalCount } } a: node(id: "${idOf("ben")}") { id } nodes(ids: ["${GROUP}", "${idOf("kit")}"]) { id }
         group(by: { slug: "harbour-breakfast" }) { auditLog(first: ${size}) { totalCount } visitors(first: ${size}) { totalCount } } }`,
  ],
];

async function statementsOf(who: CastName | null, query: string): Promise<number> {
  const before = counter.total;
  const { errors } = await api.as(who).graphql(query);
  expect(errors).toBeUndefined();
  return counter.total - before;
}

test.each(OPERATIONS)("%s: one statement, which proves the credential too", async (_title, query) => {
  for (const who of WHO) {
    await api.as(who).graphql("{ __typename }"); // the first use of a credential finds out whose it is
    for (const size of [1, 100]) {
      expect({ who, size, statements: await statementsOf(who, query(size)) }).toEqual({ who, size, statements: 1 });
    }
  }
});
