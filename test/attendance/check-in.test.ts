import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { Rsvp, RsvpStatus } from "../../src/rsvps/rsvp.entity.ts";
import { type CastApi, type CastName, fixedId, keyOf, makeRow, startWithCast } from "../support/cast.ts";
import { act, makeMeeting } from "../support/meetings.ts";
import { at, MovedClock, markOf, record, sheetOf } from "../support/rolls.ts";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterEach(() => clock.moveTo(at("06:05")));
afterAll(() => api.close());

const checkIn = (who: CastName | null, meetingId: string, more = {}) =>
  act<{ attendance: unknown; mark: unknown }>(
    api,
    who,
    "checkIn",
    { meetingId, ...more },
    "attendance { code arrivedAt mode } mark { flag recordedBy { id } }",
  );

describe("checkIn", () => {
  test("marks oneself present before the start and late after it, with the time of arrival", async () => {
    const meeting = await makeMeeting(api.dataSource, { allowsSelfCheckIn: true });
    clock.moveTo(at("05:50"));
    expect((await checkIn("ben", meeting.globalId)).attendance).toEqual({
      code: "PRESENT",
      arrivedAt: at("05:50"),
      mode: "IN_PERSON",
    });
    clock.moveTo(at("06:10"));
    expect((await checkIn("kit", meeting.globalId)).attendance).toMatchObject({ code: "LATE", arrivedAt: at("06:10") });
    // Again, and after a host did it: they stay as they are.
    expect(await checkIn("ben", meeting.globalId)).toMatchObject({ attendance: { code: "PRESENT" }, mark: null });
    await record(api, "hana", meeting.globalId, [markOf({ person: "dev" })]);
    expect(await checkIn("dev", meeting.globalId)).toMatchObject({ attendance: { code: "PRESENT" }, mark: null });
    expect(await sheetOf(api, meeting.id)).toHaveLength(3);
  });

  test("many times at once is one mark", async () => {
    const meeting = await makeMeeting(api.dataSource, { allowsSelfCheckIn: true });
    await Promise.all(Array.from({ length: 8 }, () => checkIn("ben", meeting.globalId)));
    expect(await api.dataSource.query("select 1 from marks where meeting_id = $1", [meeting.id])).toHaveLength(1);
  });

  test("is for members and for whoever is going, never for the banned", async () => {
    const meeting = await makeMeeting(api.dataSource, { allowsSelfCheckIn: true });
    for (const who of ["cleo", "remy", "bao"] as const) {
      expect((await checkIn(who, meeting.globalId)).refused).toEqual(["FORBIDDEN"]);
    }
    expect((await checkIn(null, meeting.globalId)).refused).toEqual(["UNAUTHENTICATED"]);
    await makeRow(api.dataSource, Rsvp, {
      id: fixedId(0xc001),
      groupId: keyOf("harbourBreakfast"),
      meetingId: meeting.id,
      personId: keyOf("cleo"),
      status: RsvpStatus.GOING,
      mode: TakePartMode.IN_PERSON,
      answeredById: keyOf("cleo"),
      respondedAt: new Date(at("01:00")),
      createdAt: new Date(at("01:00")),
      updatedAt: new Date(at("01:00")),
    });
    expect((await checkIn("cleo", meeting.globalId)).attendance).toMatchObject({ code: "LATE" });
    const hidden = await makeMeeting(api.dataSource, { allowsSelfCheckIn: true, groupId: keyOf("quaysideCircle") });
    expect((await checkIn("ben", hidden.globalId)).faults).toEqual(["NOT_FOUND meetingId"]);
  });

  test("is refused where hosts take the roll, too early, after the end, and by a way that there is not", async () => {
    const closed = await makeMeeting(api.dataSource);
    const meeting = await makeMeeting(api.dataSource, { allowsSelfCheckIn: true });
    expect((await checkIn("ben", closed.globalId)).faults).toEqual(["CONFLICT meetingId"]);
    expect((await checkIn("ben", meeting.globalId, { mode: "ONLINE" })).faults).toEqual(["INVALID mode"]);
    clock.moveTo(at("03:59"));
    expect((await checkIn("ben", meeting.globalId)).faults).toEqual(["CONFLICT meetingId"]);
    clock.moveTo(at("07:00"));
    expect((await checkIn("ben", meeting.globalId)).faults).toEqual(["CONFLICT meetingId"]);
  });

  test("after the roll was submitted it is kept and flagged", async () => {
    const meeting = await makeMeeting(api.dataSource, { allowsSelfCheckIn: true });
    await act(api, "hana", "submitRoll", { meetingId: meeting.globalId }, "meeting { id }");
    expect(await checkIn("ben", meeting.globalId)).toMatchObject({
      attendance: { code: "ABSENT" },
      mark: { flag: "AFTER_SUBMISSION" },
    });
  });
});
