/** A query operation is one statement, whatever it asks for and however long its pages are. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { StatementCounter } from "../../src/server/statement-counter.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { act, makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, newMarkId, record } from "../support/rolls.ts";

const MEETINGS = 30;
const WALK_INS = 20;
const GROUP = idOf("harbourBreakfast");

const clock = new MovedClock();
let api: CastApi;
/** Global ids of a meeting whose roll is taken, and of a series. */
const ids = { meeting: "", series: "" };
const counter = new StatementCounter();
beforeAll(async () => {
  const limits = { anonymousPointsMax: 1_000_000, signedInPointsMax: 1_000_000 };
  api = await startWithCast({ limits, clock });
  for (let i = 0; i < MEETINGS; i++) await makeMeeting(api.dataSource, { title: `Breakfast ${i}` });
  await takeRoll();
  await beginSeries();
  await keepBooks();
  counter.watch(api.dataSource);
});
afterAll(() => api.close());

/** Two came, and many walked in; one mark is corrected and one is flagged. One of the two was at another meeting. */
async function takeRoll(): Promise<void> {
  const { globalId: before } = await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-01T07:00:00" });
  await record(api, "hana", before, [markOf({ person: "ben", recordedAt: "2026-06-01T06:00:00.000Z" })]);
  const { globalId } = await makeMeeting(api.dataSource, { title: "At the door" });
  ids.meeting = globalId;
  clock.moveTo(at("05:00"));
  for (const who of ["ben", "hana"] as const) await act(api, who, "rsvpGoing", { meetingId: globalId }, "rsvp { id }");
  clock.moveTo(at("06:05"));
  const walkIns = Array.from({ length: WALK_INS }, (_, index) =>
    markOf({ walkIn: { walkInId: newMarkId(), name: `Guest ${index}`, kind: "GUEST", invitedBy: idOf("ada") } }),
  );
  const marks = [markOf({ person: "ben", code: "LATE" }), markOf({ person: "ben" }), markOf({ person: "hana" })];
  const { outcomes } = await record(api, "hana", globalId, [...marks, ...walkIns]);
  expect(new Set(outcomes)).toEqual(new Set(["STORED"]));
  await act(api, "hana", "submitRoll", { meetingId: globalId }, "meeting { id }");
  expect((await record(api, "hana", globalId, [markOf({ person: "kit" })])).outcomes).toEqual([
    "FLAGGED AFTER_SUBMISSION",
  ]);
}

async function beginSeries(): Promise<void> {
  const { series, faults } = await act<{ series: { id: string } }>(
    api,
    "ada",
    "scheduleSeries",
    {
      groupId: idOf("harbourBreakfast"),
      title: "Tuesday breakfast",
      mode: "IN_PERSON",
      recurrenceRule: "FREQ=WEEKLY",
      firstStartsAtLocal: "2026-06-09T07:00",
      durationMinutes: 60,
      place: { name: "Café Nero" },
    },
    "series { id }",
  );
  expect(faults).toEqual([]);
  ids.series = series.id;
  await act(api, "ben", "setStandingRsvp", { seriesId: ids.series, mode: "IN_PERSON" }, "standingRsvp { id }");
}

/** Twins among the walk-ins, of whom two are merged; offices; files brought in. */
async function keepBooks(): Promise<void> {
  const guests = await api.dataSource.query<{ id: string }[]>(
    "select id from people where display_name like 'Guest %' order by id limit 6",
  );
  const [a, b, c, d, e, f] = guests.map(({ id }) => id);
  await api.dataSource.query(
    `insert into likely_duplicates (id, group_id, person_id, duplicate_id, reasons, score, rank)
     select gen_random_uuid(), $1, x.one, x.other, '{SAME_NAME}', 12, -12
       from unnest(array[$2, $3, $2]::uuid[], array[$4, $5, $5]::uuid[]) x (one, other)`,
    [keyOf("harbourBreakfast"), a, b, c, d],
  );
  await api.dataSource.query(
    `insert into person_merges (id, group_id, merged_id, into_id, survivor_id, merged_at, merged_by_id, undone_at)
     select gen_random_uuid(), $1, x.id, $2, $2, now(), $5, now() from unnest(array[$3, $4]::uuid[]) x (id)`,
    [keyOf("harbourBreakfast"), a, e, f, keyOf("ada")],
  );
  const assignments = ["ben", "kit"].map((name) => ({ personId: idOf(name as CastName), role: "HOST", title: name }));
  await act(api, "ada", "handOver", { groupId: GROUP, assignments }, "group { id }");
  for (const kind of ["PEOPLE", "MEETINGS"]) {
    await act(api, "dev", "beginImport", { groupId: GROUP, kind }, "import { id }");
  }
}

const WHO: readonly (CastName | null)[] = [null, "cleo", "ben", "ada"];

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
         group(by: { slug: "harbour-breakfast" }) { auditLog(first: ${size}) { totalCount } visitors(first: ${size}) { edges { node { id } } } } }`,
  ],
  [
    "the roll at the door",
    (size) =>
      `{ node(id: "${ids.meeting}") { ... on Meeting {
         roll { status version lines { name code person { id profile { displayName } } invitedBy { id } visitsBefore walkInIds }
           flaggedMarks { clientId flag person { id } recordedBy { id } } }
         marks(first: ${size}) { totalCount edges { node { code name person { id } codeBefore } } } } } }`,
  ],
  [
    "who came",
    (size) =>
      `{ node(id: "${ids.meeting}") { ... on Meeting { attendanceSummary { present late absent noShows } viewerAttendance { code }
         attendances(first: ${size}) { totalCount edges { node { code countedCode isNoShow name person { id } substituteFor { id }
           marks(first: ${size}) { edges { node { code } } } } } } } } }`,
  ],
  [
    "where somebody was",
    (size) =>
      `{ node(id: "${idOf("ben")}") { ... on Person { attendances(first: ${size}) { totalCount edges { node { code meeting { title } } } }
         memberships(first: ${size}) { edges { node { attendanceStats { meetingsCounted present rate } periods { totalCount } } } } } } }`,
  ],
  [
    "who answered",
    (size) =>
      `{ node(id: "${ids.meeting}") { ... on Meeting { seats { inPerson { capacity taken free } } viewerCanRsvp
         viewerRsvp { status placeInQueue offerExpiresAt isStanding }
         rsvps(first: ${size}) { totalCount edges { node { status guests person { id profile { displayName } } answeredBy { id } } } } } }
         viewer { rsvps(first: ${size}) { totalCount edges { node { status meeting { title } } } } } }`,
  ],
  [
    "who stands in the books twice, and who was made one",
    (size) =>
      `{ node(id: "${GROUP}") { ... on Group { likelyDuplicates(first: ${size}) { totalCount edges { node {
           reasons personName duplicateName person { id profile { displayName } } duplicate { id } } } }
         personMerges(first: ${size}) { totalCount edges { node { mergedName viewerCanUnmerge person { id } mergedBy { id } } } } } } }`,
  ],
  [
    "offices, visitors, and what was brought in",
    (size) =>
      `{ node(id: "${GROUP}") { ... on Group {
         roleTerms(first: ${size}) { totalCount edges { node { title takenUpAt person { id profile { displayName } } givenBy { id } } } }
         visitors(first: ${size}) { edges { node { name visitCount lastVisitAt joinedAt invitedBy { id } } } }
         imports(first: ${size}) { totalCount edges { node { kind created begunBy { id } } } } } } }`,
  ],
  [
    "a series with its meetings",
    (size) =>
      `{ node(id: "${ids.series}") { ... on MeetingSeries { title recurrenceRule viewerCanUpdate viewerStandingRsvp { mode guests }
         meetings(first: ${size}) { totalCount edges { node { originalStart differsFromSeries goingCount series { id } viewerRsvp { isStanding } } } } } } }`,
  ],
];

async function ask(who: CastName | null, query: string): Promise<{ statements: number; length: number }> {
  const before = counter.total;
  const { data, errors } = await api.as(who).graphql(query);
  expect(errors).toBeUndefined();
  return { statements: counter.total - before, length: JSON.stringify(data).length };
}

test.each(OPERATIONS)("%s: one statement, which proves the credential too", async (_title, query) => {
  let grows = false;
  for (const who of WHO) {
    await api.as(who).graphql("{ __typename }"); // the first use of a credential finds out whose it is
    const [short, long] = [await ask(who, query(1)), await ask(who, query(100))];
    expect({ who, statements: [short.statements, long.statements] }).toEqual({ who, statements: [1, 1] });
    grows ||= long.length > short.length;
  }
  // Somebody sees more than one of what is asked for.
  expect(grows).toBe(true);
});

test("what TypeScript works out of a column costs one statement more, however long the page is", async () => {
  const query = (size: number) =>
    `{ node(id: "${GROUP}") { ... on Group { auditLog(first: ${size}) { edges { node { changes { field after } } } }
       imports(first: ${size}) { edges { node { faults { line reason } unknownColumns } } } } } }`;
  await api.as("ada").graphql("{ __typename }");
  const [short, long] = [await ask("ada", query(1)), await ask("ada", query(100))];
  expect([short.statements, long.statements]).toEqual([2, 2]);
  expect(long.length).toBeGreaterThan(short.length);
});
