import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Group } from "../../src/groups/group.entity.ts";
import { Membership } from "../../src/groups/membership.entity.ts";
import { TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { Person } from "../../src/people/person.entity.ts";
import { Rsvp, RsvpStatus } from "../../src/rsvps/rsvp.entity.ts";
import { type CastApi, type CastName, fixedId, idOf, keyOf, makeRow, startWithCast } from "../support/cast.ts";
import { act, makeMeeting } from "../support/meetings.ts";
import { at, codesOf, MovedClock, makeLeave, markOf, record, rollOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

let rsvps = 0xb000;
const answered = (meetingId: string, name: CastName, status: RsvpStatus, guests = 0): Promise<Rsvp> =>
  makeRow(api.dataSource, Rsvp, {
    id: fixedId(++rsvps),
    groupId: keyOf("harbourBreakfast"),
    meetingId,
    personId: keyOf(name),
    status,
    guests,
    mode: TakePartMode.IN_PERSON,
    answeredById: keyOf(name),
    respondedAt: new Date(at("01:00")),
    createdAt: new Date(at("01:00")),
    updatedAt: new Date(at("01:00")),
  });

const ROLL = "meeting { id roll { status version } }";
const submit = (who: CastName, meetingId: string, more = {}) =>
  act(api, who, "submitRoll", { meetingId, ...more }, ROLL);
const reopen = (who: CastName, meetingId: string) => act(api, who, "reopenRoll", { meetingId }, ROLL);
const skip = (who: CastName, meetingId: string) => act(api, who, "skipRoll", { meetingId }, ROLL);

describe("Meeting.roll", () => {
  test("names everybody who must be accounted for, may come, or is marked, before a single mark is made", async () => {
    clock.moveTo(at("04:00"));
    const meeting = await makeMeeting(api.dataSource);
    await answered(meeting.id, "ben", RsvpStatus.GOING, 2);
    await answered(meeting.id, "cleo", RsvpStatus.GOING);
    await answered(meeting.id, "finn", RsvpStatus.NOT_GOING);
    const roll = await rollOf(api, "hana", meeting.globalId);
    expect(roll).toMatchObject({
      status: "OPEN",
      version: 0,
      submittedAt: null,
      opensAt: at("04:00"),
      flaggedMarks: [],
    });
    expect(
      roll?.lines.map(({ name, ...line }) => [name, line["isExpected"], line["rsvpStatus"], line["code"]]),
    ).toEqual([
      ["Ada", true, null, null],
      ["Ben", true, "GOING", null],
      ["Dev", true, null, null],
      ["Hana", true, null, null],
      ["Kit", true, null, null],
      ["Cleo", false, "GOING", null],
      ["Walt", false, null, null],
    ]);
    expect(roll?.byName.get("Ben")).toEqual({
      personId: idOf("ben"),
      name: "Ben",
      person: { id: idOf("ben") },
      isExpected: true,
      isOnLeave: false,
      membershipRole: "MEMBER",
      membershipStatus: "ACTIVE",
      rsvpStatus: "GOING",
      guests: 2,
      visitorKind: null,
      invitedBy: null,
      visitsBefore: 0,
      isFirstVisit: true,
      walkInIds: [],
      code: null,
      arrivedAt: null,
      mode: null,
      note: null,
      substituteForId: null,
      hasFlaggedMark: false,
    });
    expect(roll?.byName.get("Walt")).toMatchObject({ visitorKind: "GUEST", invitedBy: { id: idOf("ben") } });
  });

  test("shows what the marks say, and how often somebody has been there before", async () => {
    const [first, second] = [
      await makeMeeting(api.dataSource, { startsAtLocal: "2026-05-26T07:00:00" }),
      await makeMeeting(api.dataSource),
    ];
    await record(api, "hana", first.globalId, [markOf({ person: "walt" }), markOf({ person: "ben", code: "ABSENT" })]);
    await record(api, "hana", second.globalId, [
      markOf({ person: "walt", arrivedAt: at("05:58"), note: "brings cake", mode: "IN_PERSON" }),
    ]);
    const roll = await rollOf(api, "hana", second.globalId);
    expect(roll?.byName.get("Walt")).toMatchObject({
      code: "PRESENT",
      arrivedAt: at("05:58"),
      note: "brings cake",
      mode: "IN_PERSON",
      visitsBefore: 1,
      isFirstVisit: false,
    });
    expect(roll?.byName.get("Ben")).toMatchObject({ visitsBefore: 0, isFirstVisit: true });
  });

  test("accounts for people across a block and for hidden names: by name, though not as persons", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await api.dataSource.getRepository(Person).update({ id: keyOf("kit") }, { displayNameAudience: "NOBODY" as never });
    await act(api, "kit", "blockPerson", { personId: idOf("hana") }, "block { id }");
    const roll = await rollOf(api, "hana", meeting.globalId);
    expect(roll?.byName.get("Kit")).toMatchObject({ personId: idOf("kit"), person: null, isExpected: true });
    const { outcomes } = await record(api, "hana", meeting.globalId, [
      markOf({ personId: roll?.byName.get("Kit")?.personId ?? "" }),
    ]);
    expect(outcomes).toEqual(["STORED"]);
    const { data } = await api
      .as("hana")
      .graphql(
        "query ($id: ID!) { node(id: $id) { ... on Meeting { attendances { edges { node { name code person { id } } } } } } }",
        { id: meeting.globalId },
      );
    expect(data).toMatchObject({
      node: { attendances: { edges: [{ node: { name: "Kit", code: "PRESENT", person: null } }] } },
    });
    await act(api, "kit", "unblockPerson", { personId: idOf("hana") }, "person { id }");
    await api.dataSource.getRepository(Person).update({ id: keyOf("kit") }, { displayNameAudience: "PUBLIC" as never });
  });

  test("is for those who host the group alone", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [markOf({ person: "ben" })]);
    for (const who of ["ada", "dev", "hana"] as const) expect(await rollOf(api, who, meeting.globalId)).not.toBeNull();
    for (const who of ["ben", "kit", "remy", "bao", "cleo", "eva", null] as const) {
      // Nobody without a session could pay for the names.
      const seen = await api
        .as(who)
        .graphql("query ($id: ID!) { node(id: $id) { ... on Meeting { roll { status version } } } }", {
          id: meeting.globalId,
        });
      expect(seen.data).toEqual({ node: { roll: null } });
      if (who !== null) expect(await rollOf(api, who, meeting.globalId)).toBeNull();
      const { data } = await api
        .as(who)
        .graphql(
          "query ($id: ID!) { node(id: $id) { ... on Meeting { attendances { totalCount } marks { totalCount } attendanceSummary { present } viewerCanTakeRoll viewerAttendance { code } } } }",
          { id: meeting.globalId },
        );
      expect(data).toEqual({
        node: {
          attendances: null,
          marks: null,
          attendanceSummary: null,
          viewerCanTakeRoll: false,
          viewerAttendance: who === "ben" ? { code: "PRESENT" } : null,
        },
      });
    }
  });

  test("counts who was a member when it started, by the group's rule, and nobody else", async () => {
    const meeting = await makeMeeting(api.dataSource);
    // Remy left at the tests' now, on 1 June, before this meeting; at one in May he was still a member.
    const before = await makeMeeting(api.dataSource, { startsAtLocal: "2026-05-26T07:00:00" });
    expect((await rollOf(api, "ada", meeting.globalId))?.byName.has("Remy")).toBe(false);
    expect((await rollOf(api, "ada", before.globalId))?.byName.get("Remy")).toMatchObject({ isExpected: true });

    await answered(meeting.id, "kit", RsvpStatus.GOING);
    await api.dataSource
      .getRepository(Group)
      .update({ id: keyOf("harbourBreakfast") }, { expectedRule: "RSVP" as never });
    const byRsvp = await rollOf(api, "ada", meeting.globalId);
    expect(byRsvp?.lines.filter((line) => line["isExpected"]).map(({ name }) => name)).toEqual(["Kit"]);
    await api.dataSource
      .getRepository(Group)
      .update({ id: keyOf("harbourBreakfast") }, { expectedRule: "MEMBERS" as never });
  });
});

describe("submitRoll", () => {
  test("makes the expected absent who have no mark, on leave excused, and nobody else", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const kit = await api.dataSource.getRepository(Membership).findOneByOrFail({ personId: keyOf("kit") });
    const leave = await makeLeave(api, kit.id, "2026-06-02", "2026-06-02");
    await record(api, "hana", meeting.globalId, [markOf({ person: "ben" }), markOf({ person: "hana" })]);
    expect((await rollOf(api, "hana", meeting.globalId))?.byName.get("Kit")).toMatchObject({
      isOnLeave: true,
      membershipStatus: "ON_LEAVE",
      code: null,
    });
    expect(await submit("hana", meeting.globalId)).toMatchObject({
      faults: [],
      meeting: { roll: { status: "SUBMITTED", version: 2 } },
    });
    expect(await codesOf(api, "hana", meeting.globalId)).toEqual({
      Ada: "ABSENT",
      Ben: "PRESENT",
      Dev: "ABSENT",
      Hana: "PRESENT",
      Kit: "EXCUSED",
    });
    // None of it is a mark.
    expect(await api.dataSource.query("select 1 from marks where meeting_id = $1", [meeting.id])).toHaveLength(2);
    // A leave that is recorded afterwards changes nothing that was submitted.
    await api.dataSource.query("delete from leaves where id = $1", [leave.id]);
    expect((await codesOf(api, "hana", meeting.globalId))["Kit"]).toBe("EXCUSED");
  });

  test("is refused before the start, once skipped, and with an old version; twice it changes nothing", async () => {
    const meeting = await makeMeeting(api.dataSource);
    clock.moveTo(at("05:59"));
    expect((await submit("hana", meeting.globalId)).faults).toEqual(["CONFLICT meetingId"]);
    clock.moveTo(at("07:00"));
    await record(api, "hana", meeting.globalId, [markOf({ person: "ben" })]);
    expect((await submit("hana", meeting.globalId, { expectedVersion: 0 })).faults).toEqual(["STALE expectedVersion"]);
    expect((await submit("hana", meeting.globalId, { expectedVersion: 1 })).faults).toEqual([]);
    expect(await submit("ada", meeting.globalId)).toMatchObject({ meeting: { roll: { version: 2 } } });
    const events = await api.dataSource.query(
      "select 1 from events where name = 'roll.submitted' and payload ->> 'meetingId' = $1",
      [meeting.id],
    );
    expect(events).toHaveLength(1);

    const skipped = await makeMeeting(api.dataSource);
    await skip("ada", skipped.globalId);
    expect((await submit("hana", skipped.globalId)).faults).toEqual(["CONFLICT meetingId"]);
  });

  test("while reopened, the last submission goes on counting; submitted again, the corrections do", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [markOf({ person: "ben" })]);
    await submit("hana", meeting.globalId);
    const counted = async () => {
      const { data } = await api
        .as("ada")
        .graphql<{ node: { attendances: { edges: { node: Record<string, string> }[] } } }>(
          "query ($id: ID!) { node(id: $id) { ... on Meeting { attendances { edges { node { name code countedCode } } } } } }",
          { id: meeting.globalId },
        );
      const lines = data?.node.attendances.edges.map(({ node }) => [node["name"], [node["code"], node["countedCode"]]]);
      return Object.fromEntries(lines ?? []) as Record<string, string[]>;
    };
    expect(await counted()).toMatchObject({ Ben: ["PRESENT", "PRESENT"], Kit: ["ABSENT", "ABSENT"] });
    expect(await reopen("ada", meeting.globalId)).toMatchObject({ meeting: { roll: { status: "REOPENED" } } });
    const { outcomes } = await record(api, "hana", meeting.globalId, [
      markOf({ person: "ben", code: "EXCUSED", recordedAt: at("06:04") }),
      markOf({ person: "kit", code: "LATE" }),
    ]);
    expect(outcomes).toEqual(["STORED", "STORED"]);
    expect(await counted()).toMatchObject({ Ben: ["EXCUSED", "PRESENT"], Kit: ["LATE", "ABSENT"] });
    await submit("hana", meeting.globalId);
    expect(await counted()).toMatchObject({ Ben: ["EXCUSED", "EXCUSED"], Kit: ["LATE", "LATE"] });
  });

  test("hosts submit, organisers reopen and skip, each leaves a line in the audit log", async () => {
    const meeting = await makeMeeting(api.dataSource);
    for (const who of ["ben", "cleo", "remy"] as const) {
      expect((await submit(who, meeting.globalId)).refused).toEqual(["FORBIDDEN"]);
    }
    for (const who of ["hana", "ben", "cleo"] as const) {
      expect((await reopen(who, meeting.globalId)).refused).toEqual(["FORBIDDEN"]);
      expect((await skip(who, meeting.globalId)).refused).toEqual(["FORBIDDEN"]);
    }
    await submit("hana", meeting.globalId);
    expect((await skip("dev", meeting.globalId)).faults).toEqual(["CONFLICT meetingId"]);
    await reopen("dev", meeting.globalId);
    await skip("dev", meeting.globalId);
    expect(await reopen("ada", meeting.globalId)).toMatchObject({ meeting: { roll: { status: "OPEN" } } });
    const log = await api.dataSource.query(
      "select action, before ->> 'status' as was, after ->> 'status' as is from audit_entries where object_id = $1 order by id",
      [meeting.globalId],
    );
    expect(log).toEqual([
      { action: "submitRoll", was: "OPEN", is: "SUBMITTED" },
      { action: "reopenRoll", was: "SUBMITTED", is: "REOPENED" },
      { action: "skipRoll", was: "REOPENED", is: "SKIPPED" },
      { action: "reopenRoll", was: "SKIPPED", is: "OPEN" },
    ]);
  });

  test("of a skipped roll nothing counts, and its marks are still there when it is taken after all", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [markOf({ person: "ben" })]);
    await submit("hana", meeting.globalId);
    await reopen("ada", meeting.globalId);
    await skip("ada", meeting.globalId);
    expect(
      await api.dataSource.query(
        "select counted_code from attendances where meeting_id = $1 and counted_code is not null",
        [meeting.id],
      ),
    ).toEqual([]);
    expect((await record(api, "hana", meeting.globalId, [markOf({ person: "kit" })])).outcomes).toEqual([
      "FLAGGED AFTER_SUBMISSION",
    ]);
    await reopen("ada", meeting.globalId);
    await submit("ada", meeting.globalId);
    expect(await codesOf(api, "ada", meeting.globalId)).toMatchObject({ Ben: "PRESENT", Kit: "ABSENT" });
  });
});

describe("a group that expects those who said they come", () => {
  test("makes nobody else absent, member or not", async () => {
    const groups = api.dataSource.getRepository(Group);
    await groups.update({ id: keyOf("harbourBreakfast") }, { expectedRule: "RSVP" as never });
    const meeting = await makeMeeting(api.dataSource);
    await answered(meeting.id, "ben", RsvpStatus.GOING);
    await answered(meeting.id, "cleo", RsvpStatus.GOING);
    await answered(meeting.id, "kit", RsvpStatus.MAYBE);
    await record(api, "hana", meeting.globalId, [markOf({ person: "hana" })]);
    await submit("hana", meeting.globalId);
    // The rule may change: what was submitted stands.
    await groups.update({ id: keyOf("harbourBreakfast") }, { expectedRule: "MEMBERS" as never });
    expect(await codesOf(api, "hana", meeting.globalId)).toEqual({ Ben: "ABSENT", Cleo: "ABSENT", Hana: "PRESENT" });
  });
});

describe("numbers", () => {
  test("the summary shows marks so far to hosts, and what was submitted to members too", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await answered(meeting.id, "kit", RsvpStatus.GOING);
    await record(api, "hana", meeting.globalId, [
      markOf({ person: "ben" }),
      markOf({ person: "hana" }),
      markOf({ person: "ada", code: "LATE" }),
    ]);
    const summary = async (who: CastName | null) => {
      const { data } = await api
        .as(who)
        .graphql<{ node: { attendanceSummary: unknown } }>(
          "query ($id: ID!) { node(id: $id) { ... on Meeting { attendanceSummary { present late absent excused substituted noShows } } } }",
          { id: meeting.globalId },
        );
      return data?.node.attendanceSummary;
    };
    const open = { present: 2, late: 1, absent: 0, excused: 0, substituted: 0, noShows: 0 };
    expect([await summary("hana"), await summary("ben")]).toEqual([open, null]);
    await submit("hana", meeting.globalId);
    const submitted = { present: 2, late: 1, absent: 2, excused: 0, substituted: 0, noShows: 1 };
    expect([await summary("hana"), await summary("ben"), await summary("cleo"), await summary(null)]).toEqual([
      submitted,
      submitted,
      null,
      null,
    ]);
    const { data } = await api
      .as("kit")
      .graphql(
        "query ($id: ID!) { node(id: $id) { ... on Meeting { viewerAttendance { code countedCode isExpected isNoShow } } } }",
        { id: meeting.globalId },
      );
    expect(data).toEqual({
      node: { viewerAttendance: { code: "ABSENT", countedCode: "ABSENT", isExpected: true, isNoShow: true } },
    });
  });

  test("a member's statistics are of submitted rolls of their own time, in a period", async () => {
    const groupId = keyOf("quaysideCircle");
    const meetings = [];
    for (const day of ["04", "11", "18", "25"]) {
      meetings.push(await makeMeeting(api.dataSource, { groupId, startsAtLocal: `2026-05-${day}T07:00:00` }));
    }
    const [may4, may11, may18, may25] = meetings as [
      (typeof meetings)[0],
      (typeof meetings)[0],
      (typeof meetings)[0],
      (typeof meetings)[0],
    ];
    const mark = (meeting: { globalId: string }, code: string) =>
      record(api, "eva", meeting.globalId, [markOf({ person: "finn", code, recordedAt: at("01:00") })]);
    await mark(may4, "PRESENT");
    await mark(may11, "LATE");
    await mark(may18, "EXCUSED");
    await mark(may25, "PRESENT");
    for (const meeting of [may4, may11, may18]) await submit("eva", meeting.globalId);
    // Of 25 May the roll was never submitted; one more was skipped, and one is of before he joined.
    const skipped = await makeMeeting(api.dataSource, { groupId, startsAtLocal: "2026-05-26T07:00:00" });
    await mark(skipped, "PRESENT");
    await skip("eva", skipped.globalId);
    const early = await makeMeeting(api.dataSource, { groupId, startsAtLocal: "2026-01-04T07:00:00" });
    await mark(early, "PRESENT");
    await submit("eva", early.globalId);
    const unmarked = await makeMeeting(api.dataSource, { groupId, startsAtLocal: "2026-05-27T07:00:00" });
    await submit("eva", unmarked.globalId);

    const membership = await api.dataSource
      .getRepository(Membership)
      .findOneByOrFail({ groupId, personId: keyOf("finn") });
    const stats = async (who: CastName, period = "") => {
      const { data, errors } = await api.as(who).graphql<{ node: { attendanceStats: unknown } | null }>(
        `query ($id: ID!) { node(id: $id) { ... on Membership { attendanceStats${period} {
           meetingsCounted present late absent excused substituted rate } } } }`,
        { id: `mem_${membership.id.replaceAll("-", "")}` },
      );
      expect(errors).toBeUndefined();
      return data?.node?.attendanceStats ?? null;
    };
    const all = { meetingsCounted: 4, present: 1, late: 1, absent: 1, excused: 1, substituted: 0, rate: 0.6667 };
    expect(await stats("finn")).toEqual(all);
    expect(await stats("eva")).toEqual(all);
    expect(await stats("cleo")).toBeNull();
    expect(await stats("finn", '(from: "2026-05-10T00:00:00Z", before: "2026-05-18T06:00:00Z")')).toEqual({
      meetingsCounted: 1,
      present: 0,
      late: 1,
      absent: 0,
      excused: 0,
      substituted: 0,
      rate: 1,
    });
    expect(await stats("finn", '(before: "2026-05-01T00:00:00Z")')).toMatchObject({ meetingsCounted: 0, rate: null });
    // Two periods in one operation, one by variables.
    const { data } = await api.as("finn").graphql(
      `query ($id: ID!, $from: DateTime) { node(id: $id) { ... on Membership {
         late: attendanceStats(from: $from) { meetingsCounted } early: attendanceStats(before: "2026-05-05T00:00:00Z") { meetingsCounted } } } }`,
      { id: `mem_${membership.id.replaceAll("-", "")}`, from: "2026-05-18T00:00:00Z" },
    );
    expect(data).toEqual({ node: { late: { meetingsCounted: 2 }, early: { meetingsCounted: 1 } } });
  });

  test("Person.attendances are one's own, and those in groups one hosts", async () => {
    const own = async (who: CastName, of: CastName) => {
      const { data } = await api
        .as(who)
        .graphql<{ node: { attendances: { totalCount: number } } | null }>(
          "query ($id: ID!) { node(id: $id) { ... on Person { attendances(orderBy: { field: MEETING_STARTS_AT, direction: DESC }, first: 2) { totalCount edges { node { meeting { startsAt } code } } } } } }",
          { id: idOf(of) },
        );
      return data?.node?.attendances;
    };
    expect(await own("finn", "finn")).toMatchObject({
      totalCount: 7,
      edges: [
        { node: { meeting: { startsAt: "2026-05-27T06:00:00.000Z" }, code: "ABSENT" } },
        { node: { code: "PRESENT" } },
      ],
    });
    expect((await own("eva", "finn"))?.totalCount).toBe(7);
    expect((await own("ada", "finn"))?.totalCount).toBe(0);
  });
});
