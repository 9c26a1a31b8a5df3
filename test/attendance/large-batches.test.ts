import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { NOTE_LENGTH_MAX } from "../../src/attendance/mark-input.ts";
import { MARKS_MAX } from "../../src/attendance/record-attendance.ts";
import { DISPLAY_NAME_LENGTH_MAX } from "../../src/people/member-profile.ts";
import { EMAIL_LENGTH_MAX } from "../../src/platform/email.ts";
import { LIMITS } from "../../src/server/limits.ts";
import { createSession } from "../../src/sign-in/session.ts";
import { type CastApi, idOf, keyOf, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, newMarkId, record, rollOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  // As the service is configured by default: other tests have roomier buckets of points.
  api = await startWithCast({ clock, limits: LIMITS });
});
afterAll(() => api.close());

/** The letters of one kind of writing, and how many bytes one of them takes in UTF-8 and escaped in JSON. */
const LETTERS = { latin: "ü", chinese: "漢", rare: "𠮷" } as const;

/** A walk-in with every field at its longest. */
const walkIn = (letter: string, index: number) => {
  const number = String(index).padStart(3, "0");
  const domain = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(53)}.example`;
  return markOf({
    walkIn: {
      walkInId: newMarkId(),
      name: number + letter.repeat(DISPLAY_NAME_LENGTH_MAX - number.length),
      email: `${number}${"w".repeat(EMAIL_LENGTH_MAX - 4 - domain.length)}@${domain}`,
      invitedBy: idOf("hana"),
      kind: "PROSPECT",
    },
    arrivedAt: at("06:01"),
    mode: "IN_PERSON",
    substituteForId: idOf("ben"),
    note: letter.repeat(NOTE_LENGTH_MAX),
  });
};
const batch = (letter: string) => Array.from({ length: MARKS_MAX }, (_, index) => walkIn(letter, index));

const DOCUMENT = `mutation ($input: RecordAttendanceInput!) {
  recordAttendance(input: $input) { results { outcome reason message path } errors { code path } }
}`;
/** As some clients write JSON: whatever is not ASCII as `\u` and four digits for each half of a character. */
const escaped = (json: string): string =>
  json.replaceAll(/[^\x20-\x7e]/gu, (letter) =>
    [...Array(letter.length).keys()]
      .map((half) => `\\u${letter.charCodeAt(half).toString(16).padStart(4, "0")}`)
      .join(""),
  );

/** Sends a body as it stands; answers with its status and how often each outcome is among the results. */
async function post(body: string) {
  const { ctx } = testJobs(api.dataSource.manager, { clock });
  const { token } = await createSession(ctx, keyOf("hana"));
  const response = await fetch(api.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body,
  });
  const { data } = (await response.json()) as { data?: { recordAttendance: { results: { outcome: string }[] } } };
  const outcomes: Record<string, number> = {};
  for (const { outcome } of data?.recordAttendance.results ?? []) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { status: response.status, outcomes };
}

test.each(Object.entries(LETTERS))(
  "500 walk-ins with every field at its longest, in %s letters, pass every limit, as they are and escaped",
  async (_, letter) => {
    const meeting = await makeMeeting(api.dataSource);
    const body = JSON.stringify({
      query: DOCUMENT,
      variables: { input: { meetingId: meeting.globalId, marks: batch(letter) } },
    });
    expect(Buffer.byteLength(escaped(body))).toBeLessThanOrEqual(LIMITS.bodyBytesMax);
    expect(await post(body)).toEqual({ status: 200, outcomes: { STORED: MARKS_MAX } });
    expect(await post(escaped(body))).toEqual({ status: 200, outcomes: { REPEATED: MARKS_MAX } });
  },
  60_000,
);

test("500 marks in one call are stored once each; 501 and none are refused", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const marks = batch(LETTERS.latin);
  expect((await record(api, "hana", meeting.globalId, [...marks, markOf({ person: "ben" })])).faults).toEqual([
    "INVALID marks",
  ]);
  expect((await record(api, "hana", meeting.globalId, [])).faults).toEqual(["INVALID marks"]);
  expect(await api.dataSource.query("select 1 from marks where meeting_id = $1", [meeting.id])).toEqual([]);

  const { outcomes, faults } = await record(api, "hana", meeting.globalId, marks);
  expect(faults).toEqual([]);
  expect(outcomes).toEqual(Array.from({ length: MARKS_MAX }, () => "STORED"));
  expect((await record(api, "ada", meeting.globalId, marks)).outcomes).toEqual(
    Array.from({ length: MARKS_MAX }, () => "REPEATED"),
  );
  expect(
    (await rollOf(api, "hana", meeting.globalId))?.lines.filter((line) => line["code"] === "PRESENT"),
  ).toHaveLength(MARKS_MAX);
}, 60_000);

test("eight devices with 60 marks each for the same people at once leave one attendance a person", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const people: string[] = [];
  for (let each = 0; each < 60; each++) {
    const { id } = await makePerson(api.dataSource, { displayName: `Member ${each}` });
    await makeMembership(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId: id });
    people.push(`per_${id.replaceAll("-", "")}`);
  }
  const shared = people.map((personId) => markOf({ personId, recordedAt: at("06:03") }));
  const devices = Array.from({ length: 8 }, (_, device) => [
    ...people.map((personId) => markOf({ personId, code: "LATE", recordedAt: at(`06:0${device % 3}`) })),
    ...shared,
  ]);
  const answers = await Promise.all(devices.map((marks) => record(api, "hana", meeting.globalId, marks)));
  const outcomes = answers.flatMap((answer) => answer.outcomes);
  expect(outcomes.filter((outcome) => outcome === "STORED")).toHaveLength(8 * 60 + 60);
  expect(outcomes.filter((outcome) => outcome === "REPEATED")).toHaveLength(7 * 60);
  const [row] = await api.dataSource.query(
    "select count(*)::int as lines, count(distinct person_id)::int as people, min(code) as code, max(code) as same from attendances where meeting_id = $1",
    [meeting.id],
  );
  expect(row).toEqual({ lines: 60, people: 60, code: "PRESENT", same: "PRESENT" });
}, 60_000);

const DOOR = `personId name isExpected isOnLeave membershipRole membershipStatus rsvpStatus rsvpMode guests visitorKind
  visitsBefore isFirstVisit walkInIds code arrivedAt mode note substituteForId hasFlaggedMark
  person { id profile { displayName headline avatarUrl } } invitedBy { id }`;
const FLAGGED = "flaggedMarks { id clientId name code flag recordedAt note person { id } }";

test("a roll of a thousand lines is read at the door in one operation, within the price of one", async () => {
  const meeting = await makeMeeting(api.dataSource);
  await makeMembers(1_000);
  const { data, errors, extensions } = await api.as("hana").graphql<{ node: { roll: { lines: object[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on Meeting { id title version
         roll { status version opensAt submittedAt lines { ${DOOR} } ${FLAGGED} } } } }`,
    { id: meeting.globalId },
  );
  expect(errors).toBeUndefined();
  expect(data?.node.roll.lines).toHaveLength(1_000);
  // The meeting, its roll, a thousand lines with a person, a profile and an inviter each, a hundred marks with a person.
  expect(extensions?.["cost"].requested).toBe(1 + 1 + 1_000 * 4 + 100 * 2);
  expect(extensions?.["cost"].requested).toBeLessThanOrEqual(LIMITS.signedInPointsMax);
}, 60_000);

test("rolls of many meetings in one operation cost what they may hold", async () => {
  const rolls = (count: number) =>
    api
      .as("ada")
      .graphql(
        `{ group(by: { slug: "harbour-breakfast" }) { meetings(first: ${count}) { edges { node { roll { lines { name code } } } } } } }`,
      );
  const four = await rolls(4);
  expect([four.errors, four.extensions?.["cost"].requested]).toEqual([undefined, 1 + 1 + 4 * (2 + 1_000)]);
  const thirty = await rolls(30);
  expect(thirty.errors?.[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", cost: 2 + 30 * 1_002 });
});

/** So many members of Harbour Breakfast more, in one statement each. */
async function makeMembers(count: number): Promise<void> {
  const { id: personId } = await makePerson(api.dataSource, { email: null, emailVerifiedAt: null });
  const { id } = await makeMembership(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId });
  const copy = (table: string, key: string, changes: string) =>
    api.dataSource.query(
      `insert into ${table} select (jsonb_populate_record(one, jsonb_build_object(${changes}))).*
         from ${table} one, generate_series(1, $2::integer) n where one.${key} = $1`,
      [table === "people" ? personId : id, count - 1],
    );
  const numbered = (prefix: string) => `('${prefix}000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))`;
  await copy("people", "id", `'id', ${numbered("aa")}`);
  await copy("memberships", "id", `'id', ${numbered("bb")}, 'person_id', ${numbered("aa")}`);
  const others = `'id', ${numbered("cc")}, 'membership_id', ${numbered("bb")}, 'person_id', ${numbered("aa")}`;
  await copy("membership_periods", "membership_id", others);
}
