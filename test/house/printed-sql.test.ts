/**
 * The statements of a few operations, printed: a reviewer sees what an edit does to them. `-u` prints them anew.
 */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parse, validate } from "graphql";
import { createReads } from "../../src/platform/reads/execute.ts";
import { testJobs } from "../support/jobs.ts";
import { type Api, startApi } from "../support/start-api.ts";

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const GROUP = "grp_0197700000007000800000000000000a";
const MEETING = "mtg_0197700000007000800000000000000a";
const PERSON = "per_0197700000007000800000000000000a";
const VIEWER = "01977000-0000-7000-8000-00000000000b";

/** A line for each clause, so that a difference is where the edit was. */
const printed = (text: string): string =>
  text.replace(/ (?=(?:select|from|where|order by|limit|cross join|union|and exists|or exists)\b)/g, "\n");

const operations: readonly (readonly [name: string, query: string])[] = [
  [
    "a group with its next meetings",
    `{ group(by: { slug: "a" }) { name meetings(first: 3, filter: { upcoming: true }) { edges { node { title startsAt goingCount seats { inPerson { free } } } } } } }`,
  ],
  ["groups and when they meet next", "{ groups { edges { node { name nextMeeting { startsAt } } } } }"],
  [
    "coming meetings",
    "{ meetings(first: 5, filter: { upcoming: true }) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { title group { name } } } } }",
  ],
  ["one person", `{ node(id: "${PERSON}") { ... on Person { profile { displayName headline } } } }`],
  ["several objects", `{ nodes(ids: ["${PERSON}", "${GROUP}"]) { __typename id } }`],
  ["oneself", "{ viewer { id contact { email } memberships { edges { node { role group { name } } } } } }"],
  [
    "members of a group",
    `{ node(id: "${GROUP}") { ... on Group { memberships(first: 10) { edges { node { status person { profile { displayName } } } } } } } }`,
  ],
  [
    "when members last came",
    `{ node(id: "${GROUP}") { ... on Group { memberships(first: 10) { edges { node { person { attendances(first: 1, orderBy: { field: MEETING_STARTS_AT, direction: DESC }) { edges { node { countedCode meeting { id startsAt } } } } } } } } } } }`,
  ],
  [
    "where one was",
    "{ viewer { attendances(first: 3) { edges { node { code meeting { title group { name } } } } } } }",
  ],
  [
    "who is going",
    `{ node(id: "${MEETING}") { ... on Meeting { rsvps(first: 10) { edges { node { status person { id } } } } viewerRsvp { placeInQueue } } } }`,
  ],
  [
    "the roll",
    `{ node(id: "${MEETING}") { ... on Meeting { roll { status version lines { code guests invitedBy { id } } } } } }`,
  ],
];

test.each(
  operations.flatMap(([name, query]) => [
    [`${name}, as nobody`, query, null] as const,
    [`${name}, as somebody`, query, VIEWER] as const,
  ]),
)("%s", async (_name, query, viewerId) => {
  const statements: string[] = [];
  const { schema } = api.server;
  const reads = createReads({
    schema,
    dataSource: api.dataSource,
    onStatement: (text) => statements.push(printed(text)),
  });
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  await reads.answer(document, null, {}, { ...testJobs(api.dataSource.manager).ctx, viewerId });

  expect(statements.join("\n")).toMatchSnapshot();
});
