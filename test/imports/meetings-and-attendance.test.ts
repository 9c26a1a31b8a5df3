import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Attendance } from "../../src/attendance/attendance.entity.ts";
import { Mark } from "../../src/attendance/mark.entity.ts";
import { NOTE_LENGTH_MAX } from "../../src/attendance/mark-input.ts";
import { Ban } from "../../src/groups/ban.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { ExternalId } from "../../src/imports/external-id.entity.ts";
import type { ImportKind } from "../../src/imports/import-file.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import { Visitor } from "../../src/memberships/visitor.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { Rsvp } from "../../src/rsvps/rsvp.entity.ts";
import { makeGroup, makeMembership, makePerson } from "../support/cast.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { importText } from "../support/import-text.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock, TEST_NOW } from "../support/start-api.ts";

let database: TestDatabase;
let groupId: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  try {
    expect(await brokenInvariants(database.dataSource, TEST_NOW)).toEqual([]);
  } finally {
    await database.drop();
  }
});
beforeEach(async () => {
  groupId = (await makeGroup(database.dataSource, { timeZone: "Europe/Berlin" })).id;
  const { id: personId } = await makePerson(database.dataSource);
  await makeMembership(database.dataSource, { groupId, personId, role: MembershipRole.OWNER });
  // Una and Duo are members since 2024; Guest is not.
  await bring("people", ["id,name", "u,Una", "d,Duo", "g,Guest"]);
  await bring("memberships", ["id,joined", "u,2024-01-01", "d,2024-01-01"]);
});

const bring = (kind: ImportKind, lines: readonly string[], options = {}) =>
  importText(database.dataSource, groupId, kind, lines, options);
const table = <E extends object>(entity: new () => E) => database.dataSource.getRepository(entity);
const meetingCalled = (title: string) => table(Meeting).findOneByOrFail({ groupId, title });

/** Code, what counts, and the number of marks, by name. */
async function sheet(title: string): Promise<Record<string, string>> {
  const { id: meetingId } = await meetingCalled(title);
  const lines = await table(Attendance).findBy({ meetingId });
  const entries = await Promise.all(
    lines.map(async ({ personId, code, countedCode }) => {
      const { displayName } = await table(Person).findOneByOrFail({ id: personId });
      const marks = await table(Mark).countBy({ meetingId, personId });
      return [displayName, `${code ?? "-"} ${countedCode ?? "-"} ${marks}`] as const;
    }),
  );
  return Object.fromEntries(entries);
}

describe("meetings", () => {
  test("are read in the group's zone, in another, or by an offset; their length from either column", async () => {
    const lines = [
      "id,title,date,time,end,duration,tz,venue,link",
      "1,Winter,2025-01-15,19:00,,,,Hall,",
      "2,Summer,15.07.2025 19:00,,2025-07-15 20:30,,,,https://meet.example/1",
      "3,Elsewhere,2025-07-15 19:00,,,45,America/New_York,Loft,https://meet.example/2",
      "4,Offset,2025-10-26T02:30:00+01:00,,,,,,",
    ];
    expect(await bring("meetings", lines)).toMatchObject({ counts: [4, 0, 0], faults: [] });
    const read = async (title: string) => {
      const { startsAt, startsAtLocal, durationMinutes, mode } = await meetingCalled(title);
      return [startsAt.toISOString(), startsAtLocal, durationMinutes, mode];
    };
    expect(await read("Winter")).toEqual(["2025-01-15T18:00:00.000Z", "2025-01-15T19:00:00", 120, "IN_PERSON"]);
    expect(await read("Summer")).toEqual(["2025-07-15T17:00:00.000Z", "2025-07-15T19:00:00", 90, "ONLINE"]);
    expect(await read("Elsewhere")).toEqual(["2025-07-15T23:00:00.000Z", "2025-07-15T19:00:00", 45, "HYBRID"]);
    // The second of the two 02:30 of that night, which only the offset can name.
    expect(await read("Offset")).toEqual(["2025-10-26T01:30:00.000Z", "2025-10-26T02:30:00", 120, "IN_PERSON"]);
    expect(await bring("meetings", lines)).toMatchObject({ counts: [0, 0, 4] });
  });

  test("are corrected; a coming one is announced, as if an organiser had moved it", async () => {
    const announced = async () => {
      const rows = await database.dataSource.query<{ name: string }[]>(
        "select name from events where payload->>'groupId' = $1 and name like 'meeting.%' order by position",
        [groupId],
      );
      return rows.map(({ name }) => name);
    };
    await bring("meetings", ["id,title,starts,capacity", "p,Past,2025-01-15 19:00,10", "c,Coming,2026-09-01 19:00,10"]);
    const moved = ["id,title,starts,capacity", "p,Past,2025-01-16 19:00,12", "c,Coming,2026-09-02 19:00,12"];
    expect(await bring("meetings", moved)).toMatchObject({ counts: [0, 2, 0] });
    expect(await bring("meetings", moved)).toMatchObject({ counts: [0, 0, 2] });
    expect(await meetingCalled("Coming")).toMatchObject({
      sequence: 1,
      movedFrom: new Date("2026-09-01T17:00:00.000Z"),
    });
    expect(await announced()).toEqual(["meeting.capacityRaised", "meeting.capacityRaised", "meeting.rescheduled"]);
  });

  test("with no time, no title, an impossible length or place are refused", async () => {
    const { faults } = await bring("meetings", [
      "id,title,starts,ends,mode,place,capacity",
      "1,A,2025-01-15,,,,",
      "2,,2025-01-15 19:00,,,,",
      "3,C,2025-01-15 19:00,2025-01-15 18:00,,,",
      "4,D,2025-01-15 19:00,,online,Hall,many",
      "5,E,,,,,",
    ]);
    expect(faults).toEqual([
      "2: starts has no time of day",
      "3: title is missing",
      "4: ends is not 1 to 10,080 whole minutes after starts",
      "5: place does not go with a meeting that is only online",
      "5: in_person_capacity is not a whole number from 0 to 100000",
      "6: starts is missing",
    ]);
  });
});

describe("answers", () => {
  beforeEach(async () => {
    await bring("meetings", ["id,title,starts,capacity", "p,Past,2025-01-15 19:00,1", "c,Coming,2026-09-01 19:00,1"]);
  });

  test("to past meetings are facts, to coming ones take seats, above the capacity if need be", async () => {
    const lines = [
      "event,id,response,rsvp at,guests",
      "p,u,yes,2025-01-10 10:00,2",
      "p,d,no,2025-01-11 10:00,",
      "2025-01-15,g,waitlisted,2025-01-15 21:00,",
      "2026-09-01 19:00,u,going,2026-05-01,1",
    ];
    const outcome = await bring("rsvps", lines);
    expect(outcome).toMatchObject({ counts: [4, 0, 0], faults: [] });
    expect(outcome.notes[0]).toContain("dated after the start");
    expect(await bring("rsvps", lines)).toMatchObject({ counts: [0, 0, 4] });
    const { id: meetingId } = await meetingCalled("Coming");
    expect(await table(MeetingSeats).findOneByOrFail({ meetingId })).toMatchObject({ taken: 2, admittedAbove: 1 });
  });

  test("that somebody gave since stay", async () => {
    await bring("rsvps", ["event,id,response,responded", "c,u,going,2026-05-10"]);
    expect(await bring("rsvps", ["event,id,response,responded", "c,u,no,2026-05-01"])).toMatchObject({
      counts: [0, 0, 1],
    });
    expect(await bring("rsvps", ["event,id,response,responded", "c,u,no,2026-05-20"])).toMatchObject({
      counts: [0, 1, 0],
    });
    const { id: meetingId } = await meetingCalled("Coming");
    expect(await table(Rsvp).findOneByOrFail({ meetingId })).toMatchObject({ status: "NOT_GOING" });
    expect(await table(MeetingSeats).findOneByOrFail({ meetingId })).toMatchObject({ taken: 0 });
  });

  test("of whom the group has banned are facts about the past, and none about what is to come", async () => {
    const { objectId: personId } = await table(ExternalId).findOneByOrFail({ groupId, externalId: "g" });
    await table(Ban).insert({ id: newId(), groupId, personId, imposedAt: TEST_NOW, imposedById: personId });
    expect((await bring("rsvps", ["event,id,response", "p,g,yes", "c,g,waitlisted"])).faults).toEqual([
      "3: this person is banned: lift the ban first",
    ]);
    expect(await bring("rsvps", ["event,id,response", "p,g,yes", "c,g,no"])).toMatchObject({ counts: [2, 0, 0] });
    await table(Ban).update({ groupId }, { liftedAt: TEST_NOW });
    expect(await bring("rsvps", ["event,id,response", "c,g,yes"])).toMatchObject({ counts: [0, 1, 0] });
  });

  test("of whom or to what nobody knows are refused", async () => {
    const lines = ["event,id,response,mode", "x,u,yes,", "p,x,yes,", "p,u,perhaps so,online", "p,u,yes,"];
    expect((await bring("rsvps", lines)).faults).toEqual([
      "2: meeting_id names no meeting of the group: import meetings first",
      "3: nobody is known by this email or person_id: import people first",
      "4: answer is none of: going, maybe, not going, waitlisted, requested",
      "4: the meeting is not held in that mode",
      "5: this person's answer to this meeting stands in line 4 already",
    ]);
  });
});

describe("attendance", () => {
  beforeEach(async () => {
    await bring("meetings", ["id,title,starts", "p,Past,2025-01-15 19:00", "c,Coming,2026-09-01 19:00"]);
  });

  test("becomes marks; a correction is another mark; nothing counts before the roll is submitted", async () => {
    const lines = ["event,id,attended,arrived", "p,u,yes,2025-01-15 18:55", "p,d,no,"];
    expect(await bring("attendance", lines)).toMatchObject({ counts: [2, 0, 0], faults: [] });
    expect(await bring("attendance", lines)).toMatchObject({ counts: [0, 0, 2] });
    expect(await sheet("Past")).toEqual({ Una: "PRESENT - 1", Duo: "ABSENT - 1" });

    const corrected = ["event,id,attended,roll", "p,d,late,submitted"];
    expect(await bring("attendance", corrected)).toMatchObject({ counts: [0, 1, 0] });
    expect(await sheet("Past")).toMatchObject({ Una: "PRESENT PRESENT 1", Duo: "LATE LATE 2" });
    expect(await bring("attendance", corrected)).toMatchObject({ counts: [0, 0, 1] });
    expect((await bring("attendance", ["event,id,attended", "p,d,no"])).faults).toEqual([
      "2: the roll of this meeting is submitted: reopen it first",
    ]);
  });

  test("whose roll is submitted leaves what an organiser's submission leaves, said to be imported", async () => {
    await bring("attendance", ["event,id,attended,roll", "p,u,yes,submitted"]);
    expect(await sheet("Past")).toMatchObject({ Una: "PRESENT PRESENT 1", Duo: "- ABSENT 0" });
    const { id: meetingId } = await meetingCalled("Past");
    const logged = await database.dataSource.query(
      "select actor_id, action, object_id, before, after from audit_entries where group_id = $1",
      [groupId],
    );
    const submission = { actor_id: null, action: "submitRoll", object_id: globalId("mtg", meetingId) };
    expect(logged).toEqual([{ ...submission, before: { status: "OPEN" }, after: { status: "SUBMITTED" } }]);
    const told = await database.dataSource.query(
      "select payload from events where name = 'roll.submitted' and payload->>'groupId' = $1",
      [groupId],
    );
    expect(told).toEqual([{ payload: { meetingId, groupId, version: 2, isImported: true } }]);
  });

  test("has notes as long as those made at a door", async () => {
    const note = (length: number) => ["event,id,note", `p,u,${"n".repeat(length)}`];
    expect((await bring("attendance", note(NOTE_LENGTH_MAX + 1))).faults).toEqual([
      "2: note is not one line of 1 to 140 characters",
    ]);
    expect(await bring("attendance", note(NOTE_LENGTH_MAX))).toMatchObject({ counts: [1, 0, 0] });
  });

  test("makes visitors of who came without a membership, and lets them stand in for a member", async () => {
    const lines = ["event,id,code,substitute for id", "p,g,present,d", "p,u,present,"];
    expect(await bring("attendance", lines, { submitRolls: true })).toMatchObject({ counts: [2, 0, 0], faults: [] });
    expect(await sheet("Past")).toMatchObject({ Guest: "PRESENT PRESENT 1", Duo: "SUBSTITUTED SUBSTITUTED 0" });
    const visitors = await table(Visitor).findBy({ groupId });
    expect(visitors).toMatchObject([{ kind: "GUEST", firstSeenAt: new Date("2025-01-15T18:00:00.000Z") }]);
    expect(await bring("attendance", lines, { submitRolls: true })).toMatchObject({ counts: [0, 0, 2] });
  });

  test("at a meeting that has not begun, or that contradicts itself, is refused", async () => {
    const lines = [
      "event,id,code,arrived,substitute for id",
      "c,u,present,,",
      "p,u,absent,2025-01-15 19:00,d",
      "p,d,present,,d",
    ];
    expect((await bring("attendance", lines)).faults).toEqual([
      "2: the meeting has not begun",
      "3: arrived is for who was present or late",
      "3: a substitute is present or late",
      "4: nobody stands in for themself",
    ]);
  });
});

describe("mails", () => {
  /** Who is written to, once every job that is due has run. */
  async function writtenTo(): Promise<readonly (string | undefined)[]> {
    const { deps, mail } = testJobs(database.dataSource.manager, { clock: fixedClock() });
    await drainJobs(deps);
    return mail.read().map(({ headers }) => `${headers["to"]}: ${headers["subject"]}`);
  }

  test("go to nobody for what files bring in, but to those going for what a file changes", async () => {
    await writtenTo();
    const files: readonly (readonly [ImportKind, readonly string[]])[] = [
      ["people", ["id,email,name", "a,ann@example.org,Ann", "b,bob@example.org,Bob", "c,cat@example.org,Cat"]],
      ["memberships", ["id,joined,ended", "a,2024-01-01,", "b,2024-01-01,", "c,2020-01-01,2025-06-01"]],
      ["meetings", ["id,title,starts,capacity", "p,Past,2025-01-15 19:00,", "f,Future,2026-09-01 19:00,1"]],
      ["rsvps", ["event,id,response", "p,a,going", "p,b,no", "f,a,going", "f,b,waitlisted", "f,c,maybe"]],
      ["attendance", ["event,id,attended,roll", "p,a,yes,submitted", "p,c,yes,submitted"]],
    ];
    for (const [kind, lines] of files) expect(await bring(kind, lines)).toMatchObject({ faults: [] });
    expect(await writtenTo()).toEqual([]);

    await bring("meetings", ["id,starts", "p,2025-01-16 19:00", "f,2026-09-02 19:00"]);
    expect(await writtenTo()).toEqual(["ann@example.org: Moved: Future"]);
  });
});
