/** Whatever the database says, no word of it reaches a caller. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";
import type { GraphQLAnswer } from "../support/start-api.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

/** Text of SQL, of the driver, of constraints, of stacks and of paths. */
const LEAKS =
  /\b(select|insert into|update \w+ set|from \w+ where|syntax error|violates|constraint|relation|deadlock|postgres|QueryFailedError|pg_|bytea|uuid:|sqlstate|node_modules)\b|\/src\/|\/test\/|\.ts\b|\n\s+at |hidden_word/i;

function expectNoLeak({ data, errors, extensions }: GraphQLAnswer<unknown>): void {
  expect(JSON.stringify({ data, errors, extensions })).not.toMatch(LEAKS);
}

const createGroup = (name: string, slug?: string) =>
  api
    .as("ada")
    .graphql<{ createGroup: { errors: { code: string }[] } | null }>(
      "mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } errors { code message path } } }",
      { input: { name, timeZone: "Europe/London", ...(slug ? { slug } : {}) } },
    );

test.each([
  "mtg_",
  "mtg_zz",
  `mtg_${"g".repeat(32)}`,
  `mtg_${"f".repeat(33)}`,
  "00000000-0000-0000-0000-000000000000",
  "'; drop table people; --",
  "mtg_\u0000",
  "\uD800",
  "x".repeat(5000),
])("an id that is none is not found, or refused: %j", async (id) => {
  const read = await api
    .as("ada")
    .graphql("query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }", { id });
  expectNoLeak(read);
  expect(read.errors?.[0]?.extensions.code ?? "null").toMatch(/^(null|BAD_USER_INPUT|BAD_REQUEST)$/);
  const acted = await api
    .as("ada")
    .graphql("mutation ($i: CancelMeetingInput!) { cancelMeeting(input: $i) { errors { code message } } }", {
      i: { meetingId: id },
    });
  expectNoLeak(acted);
  expect(JSON.stringify(acted)).toMatch(/NOT_FOUND|BAD_USER_INPUT|BAD_REQUEST/);
});

test.each(["NUL \u0000 inside", "\uD800 alone", "\uDC00"])("text that the database cannot hold: %j", async (text) => {
  const answers = [
    await createGroup(text),
    await createGroup("Fine", text),
    await api.as("ada").graphql("query ($s: String!) { topic(slug: $s) { id } }", { s: text }),
    await api.as("ada").graphql("query ($s: String) { meetings(after: $s) { totalCount } }", { s: text }),
    await api.as("ada").graphql("mutation ($i: UpdateProfileInput!) { updateProfile(input: $i) { errors { code } } }", {
      i: { story: text, links: [text] },
    }),
  ];
  for (const answer of answers) {
    expectNoLeak(answer);
    expect(answer.errors?.[0]?.extensions.code).not.toBe("INTERNAL_SERVER_ERROR");
  }
});

test.each([2 ** 31, -(2 ** 31) - 1, 1e308, 1.5])("numbers beyond all bounds: %d", async (number) => {
  const meetingId = idOf("harbourBreakfast");
  for (const [query, variables] of [
    ["query ($n: Int) { meetings(first: $n) { totalCount } }", { n: number }],
    [
      "mutation ($i: UpdateMeetingInput!) { updateMeeting(input: $i) { errors { code } } }",
      { i: { meetingId, inPersonCapacity: number } },
    ],
  ] as const) {
    const answer = await api.as("ada").graphql(query, variables);
    expectNoLeak(answer);
    expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  }
});

test("a constraint that two callers meet at once", async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => createGroup("Twins", "twins-of-one-slug")));
  answers.forEach(expectNoLeak);
  const codes = answers.map(({ data }) => data?.createGroup?.errors[0]?.code ?? "ok").sort();
  expect(codes).toEqual(["DUPLICATE", "DUPLICATE", "DUPLICATE", "DUPLICATE", "DUPLICATE", "ok"]);
});

test.each([
  ["23514", "INTERNAL_SERVER_ERROR"],
  ["22P02", "INTERNAL_SERVER_ERROR"],
  ["XX000", "INTERNAL_SERVER_ERROR"],
  ["40P01", "UNAVAILABLE"],
  ["40001", "UNAVAILABLE"],
  ["57014", "UNAVAILABLE"],
])("a write that the database refuses with %s is answered %s", async (state, code) => {
  const { dataSource } = api;
  await dataSource.query(
    `create or replace function hidden_refusal() returns trigger language plpgsql as
     $$ begin raise exception 'hidden_word in relation groups' using errcode = '${state}', detail = 'hidden_word'; end $$`,
  );
  await dataSource.query(
    "create trigger hidden before insert on groups for each row execute function hidden_refusal()",
  );
  try {
    const answer = await createGroup("Refused");
    expectNoLeak(answer);
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
    expect(answer.errors?.[0]?.extensions["requestId"]).toBe(answer.headers.get("x-request-id"));
  } finally {
    await dataSource.query("drop trigger hidden on groups");
  }
});

test("a read that the database refuses", async () => {
  await api.dataSource.query("alter table topics rename column slug to hidden_word");
  try {
    const answer = await api.as("ada").graphql('{ topic(slug: "food") { id } }');
    expectNoLeak(answer);
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([500, "INTERNAL_SERVER_ERROR"]);
  } finally {
    await api.dataSource.query("alter table topics rename column hidden_word to slug");
  }
});
