import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingMode, TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { act, eventsOf, makeMeeting } from "../support/meetings.ts";

const SELECTION = `meeting {
  id title description mode version sequence status place { name city } rsvpOpensAt rsvpClosesAt guestsPerRsvpMax offerMinutes
  seats { inPerson { capacity taken free } online { capacity taken free } } cost { currency } hosts { person { id } }
  needsApproval allowsSelfCheckIn
}`;

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

let meeting: Awaited<ReturnType<typeof makeMeeting>>;
beforeEach(async () => {
  await api.dataSource.query("delete from unrelayed_events");
  meeting = await makeMeeting(api.dataSource, { inPersonCapacity: 10, description: "As ever" });
});

type Answer = { meeting: Anything };
const update = (who: CastName | null, input: object) =>
  act<Answer>(api, who, "updateMeeting", { meetingId: meeting.globalId, ...input }, SELECTION);
const row = () => api.dataSource.manager.findOneByOrFail(Meeting, { id: meeting.id });
const seats = (changes: Partial<MeetingSeats>) =>
  api.dataSource.manager.update(MeetingSeats, { meetingId: meeting.id, mode: TakePartMode.IN_PERSON }, changes);
const told = async () => (await eventsOf(api.dataSource)).filter(({ payload }) => payload["meetingId"] === meeting.id);

describe("updateMeeting", () => {
  test("changes what is given, leaves what is left out, clears what is null", async () => {
    const { meeting: after, faults } = await update("ada", {
      title: " Better   breakfast ",
      description: null,
      place: { name: "Café Nero", city: "Bristol" },
      cost: { amountMinorUnits: 500, currency: "GBP" },
      needsApproval: true,
      roles: [{ personId: idOf("hana"), role: "HOST" }],
    });
    expect(faults).toEqual([]);
    expect(after).toMatchObject({
      title: "Better breakfast",
      description: null,
      place: { name: "Café Nero", city: "Bristol" },
      cost: { currency: "GBP" },
      seats: { inPerson: { capacity: 10 } },
      hosts: [{ person: { id: idOf("hana") } }],
      needsApproval: true,
      allowsSelfCheckIn: false,
      version: 2,
      sequence: 1,
    });
    expect(await told()).toEqual([
      {
        name: "meeting.updated",
        payload: { meetingId: meeting.id, groupId: meeting.groupId, placeChanged: true },
      },
    ]);
    const { meeting: cleared } = await update("dev", { place: null, cost: null, roles: null, needsApproval: null });
    expect(cleared).toMatchObject({
      place: null,
      cost: null,
      hosts: [],
      needsApproval: false,
      version: 3,
      sequence: 2,
    });
  });

  test("words alone leave SEQUENCE as it was; the same again changes nothing and is told to nobody", async () => {
    const words = { title: "Other words", guestsPerRsvpMax: null, offerMinutes: null };
    expect((await update("ada", words)).meeting).toMatchObject({ version: 2, sequence: 0, offerMinutes: 1440 });
    expect((await update("ada", { ...words, inPersonCapacity: 10, roles: [] })).meeting).toMatchObject({ version: 2 });
    expect(await told()).toHaveLength(1);
  });

  test("fewer seats than are taken evict nobody; more are told to whoever lets people move up", async () => {
    await seats({ taken: 6 });
    expect((await update("ada", { inPersonCapacity: 4 })).meeting.seats).toEqual({
      inPerson: { capacity: 4, taken: 6, free: 0 },
      online: null,
    });
    expect((await update("ada", { inPersonCapacity: 8 })).meeting).toMatchObject({
      seats: { inPerson: { capacity: 8, taken: 6, free: 2 } },
      version: 3,
    });
    expect((await update("ada", { inPersonCapacity: null })).meeting.seats.inPerson).toEqual({
      capacity: null,
      taken: 6,
      free: null,
    });
    expect((await told()).map(({ name, payload }) => [name, payload["mode"]])).toEqual([
      ["meeting.updated", undefined],
      ["meeting.updated", undefined],
      ["meeting.capacityRaised", "IN_PERSON"],
      ["meeting.updated", undefined],
      ["meeting.capacityRaised", "IN_PERSON"],
    ]);
  });

  test("a meeting becomes hybrid, then online, dropping place and seats; not while somebody has such a seat", async () => {
    await update("ada", { place: { name: "Café Nero" } });
    const hybrid = await update("ada", { mode: "HYBRID", onlineUrl: "https://meet.example/1", onlineCapacity: 5 });
    expect(hybrid.meeting).toMatchObject({
      mode: "HYBRID",
      seats: { inPerson: { capacity: 10 }, online: { capacity: 5, taken: 0, free: 5 } },
    });
    await seats({ taken: 1 });
    expect((await update("ada", { mode: "ONLINE" })).faults).toEqual(["CONFLICT mode"]);
    expect(await row()).toMatchObject({ mode: MeetingMode.HYBRID, placeName: "Café Nero" });
    await seats({ taken: 0 });
    const online = await update("ada", { mode: "ONLINE" });
    expect(online.meeting).toMatchObject({
      mode: "ONLINE",
      place: null,
      seats: { inPerson: null, online: { capacity: 5 } },
    });
    expect((await row()).onlineUrl).toBe("https://meet.example/1");
    expect((await update("ada", { place: { name: "x" } })).faults).toEqual(["INVALID place"]);
  });

  test("an old version is refused, with the meeting as it is now", async () => {
    await update("ada", { title: "First" });
    const late = await update("dev", { title: "Second", expectedVersion: 1 });
    expect(late.faults).toEqual(["STALE expectedVersion"]);
    expect(late.meeting).toBeNull();
    expect((await update("dev", { title: "Second", expectedVersion: 2 })).meeting).toMatchObject({ version: 3 });
  });

  test("of two who change version 1 at once, one is refused", async () => {
    const both = await Promise.all([
      update("ada", { title: "Hers", expectedVersion: 1 }),
      update("dev", { title: "His", expectedVersion: 1 }),
    ]);
    expect(both.flatMap(({ faults }) => faults)).toEqual(["STALE expectedVersion"]);
    expect((await row()).version).toBe(2);
  });

  test("members see it but may not; strangers to a private group and to a draft find nothing", async () => {
    expect((await update(null, { title: "x" })).refused).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy", "bao"] as const) {
      expect([who, (await update(who, { title: "x" })).refused]).toEqual([who, ["FORBIDDEN"]]);
    }
    const hidden = await makeMeeting(api.dataSource, { groupId: keyOf("quaysideCircle") });
    const draft = await makeMeeting(api.dataSource, { publishedAt: null });
    expect((await update("ada", { meetingId: hidden.globalId, title: "x" })).faults).toEqual(["NOT_FOUND meetingId"]);
    for (const who of ["ben", "hana", "cleo"] as const) {
      expect((await update(who, { meetingId: draft.globalId, title: "x" })).faults).toEqual(["NOT_FOUND meetingId"]);
    }
    expect((await update("ada", { meetingId: globalId("grp", meeting.id), title: "x" })).faults).toEqual([
      "NOT_FOUND meetingId",
    ]);
    expect((await update("dev", { meetingId: draft.globalId, title: "x" })).meeting).toMatchObject({ status: "DRAFT" });
    expect(await row()).toMatchObject({ title: "Breakfast", version: 1 });
  });

  test.each<[string, object, object, string]>([
    ["title", { title: "x".repeat(200) }, { title: "x".repeat(201) }, "INVALID title"],
    ["title, which cannot be cleared", { title: "x" }, { title: null }, "INVALID title"],
    ["capacity", { inPersonCapacity: 100_000 }, { inPersonCapacity: 100_001 }, "INVALID inPersonCapacity"],
    ["guests", { guestsPerRsvpMax: 20 }, { guestsPerRsvpMax: 21 }, "INVALID guestsPerRsvpMax"],
    [
      "closing by the start",
      { rsvpClosesAt: "2026-06-02T06:00:00Z" },
      { rsvpClosesAt: "2026-06-02T06:00:01Z" },
      "INVALID rsvpClosesAt",
    ],
    [
      "opening before the end",
      { rsvpOpensAt: "2026-06-02T05:00:00Z" },
      { rsvpOpensAt: "2026-06-02T06:00:00Z" },
      "INVALID rsvpOpensAt",
    ],
    ["link of a meeting in person", { onlineUrl: null }, { onlineUrl: "https://x.example" }, "INVALID onlineUrl"],
    [
      "people whom the group knows",
      { roles: [{ personId: idOf("ben"), role: "SPEAKER" }] },
      { roles: [{ personId: idOf("eva"), role: "SPEAKER" }] },
      "NOT_FOUND roles 0 personId",
    ],
  ])("limits the %s", async (_what, under, over, fault) => {
    expect((await update("ada", under)).faults).toEqual([]);
    const { version } = await row();
    expect((await update("ada", over)).faults).toEqual([fault]);
    expect((await row()).version).toBe(version);
  });

  test("once it is over or cancelled, words and names can be put right and nothing else", async () => {
    const over = await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-01T09:00:00", durationMinutes: 60 });
    const cancelled = await makeMeeting(api.dataSource, { cancelledAt: new Date("2026-05-30T12:00:00Z") });
    for (const { globalId: meetingId } of [over, cancelled]) {
      const words = { title: "What it was", agenda: "Minutes", roles: [{ personId: idOf("ben"), role: "SPEAKER" }] };
      expect((await update("ada", { meetingId, ...words })).meeting).toMatchObject({
        title: "What it was",
        version: 2,
      });
      for (const late of [{ inPersonCapacity: 3 }, { place: null }, { mode: "ONLINE" }, { guestsPerRsvpMax: 1 }]) {
        const [field] = Object.keys(late);
        expect((await update("ada", { meetingId, ...late })).faults).toEqual([`CONFLICT ${field}`]);
      }
    }
    const running = await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-01T09:59:00", durationMinutes: 60 });
    expect((await update("ada", { meetingId: running.globalId, inPersonCapacity: 3 })).faults).toEqual([]);
  });
});
