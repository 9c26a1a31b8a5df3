import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, keyOf, startWithCast } from "../support/cast.ts";
import { act, eventsOf, makeMeeting } from "../support/meetings.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

let meeting: Awaited<ReturnType<typeof makeMeeting>>;
beforeEach(async () => {
  meeting = await makeMeeting(api.dataSource, {
    rsvpOpensAt: new Date("2026-05-20T06:00:00Z"),
    rsvpClosesAt: new Date("2026-06-02T04:00:00Z"),
  });
});

type Answer = { meeting: Anything };
const move = (who: CastName | null, input: object = {}) =>
  act<Answer>(
    api,
    who,
    "rescheduleMeeting",
    { meetingId: meeting.globalId, startsAtLocal: "2026-06-03T08:00", ...input },
    `meeting { id status startsAt endsAt startsAtLocal timeZone durationMinutes movedFrom rsvpOpensAt rsvpClosesAt
       sequence version originalStart }`,
  );
const row = () => api.dataSource.manager.findOneByOrFail(Meeting, { id: meeting.id });
const told = async (id = meeting.id) =>
  (await eventsOf(api.dataSource)).filter(({ payload }) => payload["meetingId"] === id);

describe("rescheduleMeeting", () => {
  test("moves it: the same meeting, its previous start, and the time for answers moved along", async () => {
    const { meeting: after, faults } = await move("ada");
    expect(faults).toEqual([]);
    expect(after).toEqual({
      id: meeting.globalId,
      status: "SCHEDULED",
      startsAt: "2026-06-03T07:00:00.000Z",
      endsAt: "2026-06-03T08:00:00.000Z",
      startsAtLocal: "2026-06-03T08:00:00",
      timeZone: "Europe/London",
      durationMinutes: 60,
      movedFrom: "2026-06-02T06:00:00.000Z",
      rsvpOpensAt: "2026-05-21T07:00:00.000Z",
      rsvpClosesAt: "2026-06-03T05:00:00.000Z",
      sequence: 1,
      version: 2,
      originalStart: null,
    });
    expect(await told()).toEqual([
      {
        name: "meeting.rescheduled",
        payload: {
          meetingId: meeting.id,
          groupId: meeting.groupId,
          movedFrom: "2026-06-02T06:00:00.000Z",
          wasPublished: true,
        },
      },
    ]);
  });

  test("another zone, another length; moved twice it tells the start it had last", async () => {
    await move("ada");
    const again = await move("dev", {
      startsAtLocal: "2026-06-04T08:00",
      timeZone: "Europe/Paris",
      durationMinutes: 30,
    });
    expect(again.meeting).toMatchObject({
      startsAt: "2026-06-04T06:00:00.000Z",
      endsAt: "2026-06-04T06:30:00.000Z",
      timeZone: "Europe/Paris",
      movedFrom: "2026-06-03T07:00:00.000Z",
      sequence: 2,
    });
  });

  test("to where it is already changes nothing; longer at the same start is no move", async () => {
    const same = { startsAtLocal: "2026-06-02T07:00" };
    expect((await move("ada", same)).meeting).toMatchObject({ version: 1, sequence: 0, movedFrom: null });
    expect(await told()).toEqual([]);
    expect((await move("ada", { ...same, durationMinutes: 75 })).meeting).toMatchObject({
      endsAt: "2026-06-02T07:15:00.000Z",
      sequence: 1,
      movedFrom: null,
    });
  });

  test("a draft moves without a trace, as nobody knew of its time", async () => {
    const draft = await makeMeeting(api.dataSource, { publishedAt: null });
    expect((await move("ada", { meetingId: draft.globalId })).meeting).toMatchObject({
      status: "DRAFT",
      movedFrom: null,
    });
    expect((await told(draft.id))[0]?.payload).toMatchObject({ wasPublished: false });
    expect((await move("ben", { meetingId: draft.globalId })).faults).toEqual(["NOT_FOUND meetingId"]);
  });

  test.each([
    [
      "a time that is jumped over is held at the later one",
      "2027-03-28T01:30",
      "2027-03-28T01:30:00.000Z",
      "2027-03-28T02:30:00",
    ],
    ["a time that comes twice is the first", "2026-10-25T01:30", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00"],
  ])("%s", async (_rule, startsAtLocal, startsAt, shown) => {
    expect((await move("ada", { startsAtLocal })).meeting).toMatchObject({ startsAt, startsAtLocal: shown });
  });

  test("who may not, and who does not even see it", async () => {
    expect((await move(null)).refused).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy", "bao", "eva"] as const) {
      expect([who, (await move(who)).refused]).toEqual([who, ["FORBIDDEN"]]);
    }
    const hidden = await makeMeeting(api.dataSource, { groupId: keyOf("quaysideCircle") });
    expect((await move("ada", { meetingId: hidden.globalId })).faults).toEqual(["NOT_FOUND meetingId"]);
    expect(await row()).toMatchObject({ startsAtLocal: "2026-06-02T07:00:00", version: 1 });
  });

  test("not once it has started or was cancelled, not into the past, not beyond ten years", async () => {
    const started = await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-01T10:00:00" });
    const cancelled = await makeMeeting(api.dataSource, { cancelledAt: new Date("2026-05-30T12:00:00Z") });
    expect((await move("ada", { meetingId: started.globalId })).faults).toEqual(["CONFLICT meetingId"]);
    expect((await move("ada", { meetingId: cancelled.globalId })).faults).toEqual(["CONFLICT meetingId"]);
    expect((await move("ada", { startsAtLocal: "2026-06-01T10:00" })).faults).toEqual(["INVALID startsAtLocal"]);
    expect((await move("ada", { startsAtLocal: "2036-07-01T10:00" })).faults).toEqual(["INVALID startsAtLocal"]);
    expect((await move("ada", { startsAtLocal: "2026-06-01T10:01" })).faults).toEqual([]);
  });

  test("limits the length, and refuses an old version", async () => {
    expect((await move("ada", { durationMinutes: 0 })).faults).toEqual(["INVALID durationMinutes"]);
    expect((await move("ada", { durationMinutes: 10_081 })).faults).toEqual(["INVALID durationMinutes"]);
    expect((await move("ada", { expectedVersion: 2 })).faults).toEqual(["STALE expectedVersion"]);
    expect((await move("ada", { durationMinutes: 10_080, expectedVersion: 1 })).faults).toEqual([]);
  });
});
