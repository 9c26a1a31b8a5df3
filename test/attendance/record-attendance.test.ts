import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type CastApi, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { eventsOf, makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, newMarkId, record, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

describe("recordAttendance", () => {
  test("stores marks, and the sheet says what became of whom", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const {
      outcomes,
      results,
      faults,
      meeting: answered,
    } = await record(api, "hana", meeting.globalId, [
      markOf({ person: "ben", arrivedAt: at("05:55"), mode: "IN_PERSON", note: "  by  bike " }),
      markOf({ person: "kit", code: "LATE", arrivedAt: at("06:04") }),
      markOf({ person: "dev", code: "EXCUSED" }),
      markOf({ person: "walt" }),
    ]);
    expect(faults).toEqual([]);
    expect(outcomes).toEqual(["STORED", "STORED", "STORED", "STORED"]);
    expect(results.every((result) => result.message === null)).toBe(true);
    expect(answered).toMatchObject({ roll: { status: "OPEN", version: 1 } });
    expect((await sheetOf(api, meeting.id)).map(({ name, code, arrived_at }) => [name, code, arrived_at])).toEqual([
      ["Ben", "PRESENT", new Date(at("05:55"))],
      ["Dev", "EXCUSED", null],
      ["Kit", "LATE", new Date(at("06:04"))],
      ["Walt", "PRESENT", null],
    ]);
    expect((await eventsOf(api.dataSource)).filter(({ payload }) => payload["meetingId"] === meeting.id)).toEqual([
      {
        name: "attendance.recorded",
        payload: { meetingId: meeting.id, groupId: keyOf("harbourBreakfast"), version: 1 },
      },
    ]);
  });

  test("keeps notes as they are, whatever they look like to a database", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const notes = ["null", "NULL", "{a,b}", 'say "hi"', "back\\slash", "plain", null];
    const people = ["ben", "kit", "dev", "walt", "ben", "kit", "dev"] as const;
    for (const some of [notes, notes.slice(0, 2), ["plain"]]) {
      const marks = some.map((note, index) => markOf({ person: people[index] ?? "ben", note }));
      expect((await record(api, "hana", meeting.globalId, marks)).outcomes).toEqual(some.map(() => "STORED"));
      const stored: { note: string | null }[] = await api.dataSource.query(
        "select note from unnest($1::uuid[]) with ordinality sent (mark_id, n) join marks using (mark_id) order by n",
        [marks.map(({ markId }) => markId)],
      );
      expect(stored.map(({ note }) => note)).toEqual(some);
    }
  });

  test("a correction is another mark: the latest by recordedAt decides, and all of them stay", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [
      markOf({ person: "ben", code: "ABSENT", recordedAt: at("06:01") }),
      markOf({ person: "ben", code: "PRESENT", recordedAt: at("06:03"), arrivedAt: at("06:03") }),
    ]);
    await record(api, "ada", meeting.globalId, [
      markOf({ person: "ben", code: "LATE", recordedAt: at("06:02"), arrivedAt: at("06:01") }),
    ]);
    expect(await sheetOf(api, meeting.id)).toMatchObject([{ code: "PRESENT", arrived_at: new Date(at("06:01")) }]);
    const { data } = await api.as("hana").graphql(
      `query ($id: ID!) { node(id: $id) { ... on Meeting { marks(first: 9) { totalCount edges { node {
         code codeBefore recordedAt name recordedBy { profile { displayName } } } } } } } }`,
      { id: meeting.globalId },
    );
    expect(data).toMatchObject({
      node: {
        marks: {
          totalCount: 3,
          edges: expect.arrayContaining([
            { node: expect.objectContaining({ code: "ABSENT", codeBefore: null, name: "Ben" }) },
            {
              node: {
                code: "LATE",
                codeBefore: "ABSENT",
                recordedAt: at("06:02"),
                name: "Ben",
                recordedBy: { profile: { displayName: "Ada" } },
              },
            },
            { node: expect.objectContaining({ code: "PRESENT", codeBefore: "LATE" }) },
          ]),
        },
      },
    });
  });

  test("who turns out not to have come has not arrived", async () => {
    const meeting = await makeMeeting(api.dataSource);
    await record(api, "hana", meeting.globalId, [
      markOf({ person: "ben", arrivedAt: at("05:50"), mode: "IN_PERSON" }),
      markOf({ person: "ben", code: "ABSENT", recordedAt: at("06:01") }),
    ]);
    expect(await sheetOf(api, meeting.id)).toMatchObject([{ code: "ABSENT", arrived_at: null, mode: null }]);
  });

  test("a mark that is sent again changes nothing, and says so", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const mark = markOf({ person: "ben", note: "window seat" });
    await record(api, "hana", meeting.globalId, [mark]);
    const again = await record(api, "ada", meeting.globalId, [mark, { ...mark, arrivedAt: null }]);
    expect(again.outcomes).toEqual(["REPEATED", "REPEATED"]);
    expect(again.meeting).toMatchObject({ roll: { version: 1 } });
    expect(await api.dataSource.query("select 1 from marks where meeting_id = $1", [meeting.id])).toHaveLength(1);
    expect((await eventsOf(api.dataSource)).filter((event) => event.payload["meetingId"] === meeting.id)).toHaveLength(
      1,
    );
  });

  test("the same id with other content is refused, in one call as in two", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const mark = markOf({ person: "ben" });
    const { outcomes } = await record(api, "hana", meeting.globalId, [mark, { ...mark, code: "ABSENT" }, mark]);
    expect(outcomes).toEqual(["STORED", "REFUSED CONFLICT markId", "REPEATED"]);
    for (const other of [{ code: "LATE" }, { personId: idOf("kit") }, { note: "x" }, { recordedAt: at("06:01") }]) {
      expect((await record(api, "hana", meeting.globalId, [{ ...mark, ...other }])).outcomes).toEqual([
        "REFUSED CONFLICT markId",
      ]);
    }
    expect(await sheetOf(api, meeting.id)).toMatchObject([{ name: "Ben", code: "PRESENT" }]);
  });

  test("the same id at another meeting is another mark", async () => {
    const [one, other] = [await makeMeeting(api.dataSource), await makeMeeting(api.dataSource)];
    const mark = markOf({ person: "ben" });
    expect((await record(api, "hana", one.globalId, [mark])).outcomes).toEqual(["STORED"]);
    expect((await record(api, "hana", other.globalId, [{ ...mark, code: "ABSENT" }])).outcomes).toEqual(["STORED"]);
  });

  test("one bad line never costs the others", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const { outcomes, faults } = await record(api, "hana", meeting.globalId, [
      markOf({ person: "ben" }),
      markOf({ person: "kit", markId: "no uuid" }),
      markOf({}),
      markOf({ person: "kit", walkIn: { walkInId: newMarkId(), name: "Zoe" } }),
      markOf({ person: "kit", note: "x".repeat(141) }),
      markOf({ person: "kit", code: "ABSENT", arrivedAt: at("06:00") }),
      markOf({ person: "kit", code: "EXCUSED", substituteForId: idOf("ben") }),
      markOf({ personId: "nonsense" }),
      markOf({ person: "finn" }),
      markOf({ personId: idOf("harbourBreakfast") }),
      markOf({ walkIn: { walkInId: "no uuid", name: "Zoe" } }),
      markOf({ walkIn: { walkInId: newMarkId(), name: " " } }),
      markOf({ walkIn: { walkInId: newMarkId(), name: "Zoe", email: "zoe" } }),
      markOf({ walkIn: { walkInId: newMarkId(), name: "Zoe", invitedBy: idOf("finn") } }),
      markOf({ person: "kit" }),
    ]);
    expect(faults).toEqual([]);
    expect(outcomes).toEqual([
      "STORED",
      "REFUSED INVALID markId",
      "REFUSED INVALID personId",
      "REFUSED INVALID personId",
      "REFUSED INVALID note",
      "REFUSED INVALID arrivedAt",
      "REFUSED INVALID substituteForId",
      "REFUSED NOT_FOUND personId",
      "REFUSED NOT_FOUND personId",
      "REFUSED NOT_FOUND personId",
      "REFUSED INVALID walkIn.walkInId",
      "REFUSED INVALID walkIn.name",
      "REFUSED INVALID walkIn.email",
      "REFUSED NOT_FOUND walkIn.invitedBy",
      "STORED",
    ]);
    expect(await sheetOf(api, meeting.id)).toMatchObject([{ name: "Ben" }, { name: "Kit" }]);
    expect(await api.dataSource.query("select 1 from people where display_name = 'Zoe'")).toEqual([]);
  });

  test("nobody who is on no book of the group is marked by a guessed id, known elsewhere or not", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const nobody = `per_${"0".repeat(32)}`;
    const { results } = await record(api, "ada", meeting.globalId, [
      markOf({ person: "cleo" }),
      markOf({ personId: nobody }),
    ]);
    expect(results[0]).toMatchObject({ outcome: "REFUSED", reason: "NOT_FOUND" });
    expect(results[1]?.message).toBe(results[0]?.message);
    // Former members and those who once came are on the books.
    const { outcomes } = await record(api, "ada", meeting.globalId, [
      markOf({ person: "remy" }),
      markOf({ person: "walt" }),
    ]);
    expect(outcomes).toEqual(["STORED", "STORED"]);
  });

  test("a fast clock is set right: nothing is recorded or arrives later than it was received", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const mark = markOf({ person: "ben", recordedAt: at("09:00"), arrivedAt: at("09:00") });
    expect((await record(api, "hana", meeting.globalId, [mark])).outcomes).toEqual(["STORED"]);
    const [row] = await api.dataSource.query("select recorded_at, arrived_at from marks where meeting_id = $1", [
      meeting.id,
    ]);
    expect(row).toEqual({ recorded_at: new Date(at("06:05")), arrived_at: new Date(at("06:05")) });
    clock.moveTo(at("06:30"));
    expect((await record(api, "hana", meeting.globalId, [mark])).outcomes).toEqual(["REPEATED"]);
  });

  test("a slow clock is set right: nobody has come before the roll was open", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const mark = markOf({ person: "ben", recordedAt: at("06:00"), arrivedAt: "0001-01-02T00:00:00.000Z" });
    expect((await record(api, "hana", meeting.globalId, [mark])).outcomes).toEqual(["STORED"]);
    const [row] = await api.dataSource.query("select arrived_at from marks where meeting_id = $1", [meeting.id]);
    expect(row).toEqual({ arrived_at: new Date(at("04:00")) });
  });

  test("opens two hours before the start, and not a moment earlier", async () => {
    const meeting = await makeMeeting(api.dataSource);
    clock.moveTo("2026-06-02T03:59:59.999Z");
    expect((await record(api, "hana", meeting.globalId, [markOf({ person: "ben" })])).faults).toEqual([
      "CONFLICT meetingId",
    ]);
    clock.moveTo(at("04:00"));
    expect((await record(api, "hana", meeting.globalId, [markOf({ person: "ben" })])).outcomes).toEqual(["STORED"]);
  });

  test("takes no marks for drafts and cancelled meetings", async () => {
    const draft = await makeMeeting(api.dataSource, { publishedAt: null });
    const cancelled = await makeMeeting(api.dataSource, { cancelledAt: new Date(at("05:00")) });
    expect((await record(api, "ada", draft.globalId, [markOf({ person: "ben" })])).faults).toEqual([
      "CONFLICT meetingId",
    ]);
    expect((await record(api, "ada", cancelled.globalId, [markOf({ person: "ben" })])).faults).toEqual([
      "CONFLICT meetingId",
    ]);
    expect((await record(api, "hana", draft.globalId, [markOf({ person: "ben" })])).faults).toEqual([
      "NOT_FOUND meetingId",
    ]);
  });

  test("is for hosts, organisers and owners; strangers to a hidden meeting learn nothing", async () => {
    const meeting = await makeMeeting(api.dataSource);
    const hidden = await makeMeeting(api.dataSource, { groupId: keyOf("quaysideCircle") });
    const mark = () => [markOf({ person: "ben" })];
    for (const who of ["ada", "dev", "hana"] as const) {
      expect((await record(api, who, meeting.globalId, mark())).outcomes).toEqual(["STORED"]);
    }
    for (const who of ["ben", "cleo", "remy", "bao", "eva"] as const) {
      expect((await record(api, who, meeting.globalId, mark())).refused).toEqual(["FORBIDDEN"]);
    }
    expect((await record(api, null, meeting.globalId, mark())).refused).toEqual(["UNAUTHENTICATED"]);
    expect((await record(api, "ada", hidden.globalId, mark())).faults).toEqual(["NOT_FOUND meetingId"]);
    expect((await record(api, "ada", "mtg_nonsense", mark())).faults).toEqual(["NOT_FOUND meetingId"]);
  });
});

describe("marks", () => {
  test.each([["update marks set code = 'ABSENT'"], ["delete from marks"], ["truncate marks cascade"]])(
    "cannot be changed, whoever asks the database: %s",
    async (statement) => {
      const meeting = await makeMeeting(api.dataSource);
      await record(api, "hana", meeting.globalId, [markOf({ person: "ben" })]);
      await expect(api.dataSource.query(statement)).rejects.toThrow("Marks are append-only.");
    },
  );
});
