import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Group } from "../../src/groups/group.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import type { Anything } from "../support/anything.ts";
import {
  type CastApi,
  type CastName,
  idOf,
  keyOf,
  makeGroup,
  makeMembership,
  NOBODYS_ID,
  startWithCast,
} from "../support/cast.ts";
import { eventsOf, act as send } from "../support/meetings.ts";

const SELECTION = `meeting {
  id title status startsAt endsAt startsAtLocal timeZone durationMinutes mode place { name city coordinates { latitude longitude } } version sequence
  seats { inPerson { capacity taken free } online { capacity taken free } } cost { amountMinorUnits currency }
  hosts { person { id } takesSeat } speakers { person { id } takesSeat } guestsPerRsvpMax offerMinutes offerCutoffMinutes
}`;

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const breakfast = {
  groupId: idOf("harbourBreakfast"),
  title: "June breakfast",
  mode: "IN_PERSON",
  startsAtLocal: "2026-06-09T07:00",
  durationMinutes: 90,
};

type Answer = { meeting: Anything; [field: string]: Anything };
const schedule = (who: CastName | null, input: object = {}) =>
  send<Answer>(api, who, "scheduleMeeting", { ...breakfast, ...input }, SELECTION);
const count = () => api.dataSource.manager.count(Meeting);

describe("scheduleMeeting", () => {
  test("puts a meeting on the calendar: a wall-clock start in the group's zone, its instants and its defaults", async () => {
    const { meeting, faults } = await schedule("ada", { title: "  June   breakfast " });
    expect(faults).toEqual([]);
    expect(meeting).toMatchObject({
      title: "June breakfast",
      status: "SCHEDULED",
      startsAt: "2026-06-09T06:00:00.000Z",
      endsAt: "2026-06-09T07:30:00.000Z",
      startsAtLocal: "2026-06-09T07:00:00",
      timeZone: "Europe/London",
      seats: { inPerson: { capacity: null, taken: 0, free: null }, online: null },
      place: null,
      cost: null,
      guestsPerRsvpMax: 0,
      offerMinutes: 1440,
      offerCutoffMinutes: 120,
      version: 1,
      sequence: 0,
    });
    const row = await api.dataSource.manager.findOneByOrFail(Meeting, { groupId: keyOf("harbourBreakfast") });
    expect(globalId("mtg", row.id)).toBe(meeting.id);
    expect(await eventsOf(api.dataSource)).toEqual([
      { name: "meeting.scheduled", payload: { meetingId: row.id, groupId: keyOf("harbourBreakfast") } },
    ]);
  });

  test("hands out the edge by which a client adds it to the list", async () => {
    const input = { ...breakfast, title: "With an edge" };
    const { meetingEdge } = await send<Answer>(
      api,
      "ada",
      "scheduleMeeting",
      input,
      "meetingEdge { cursor node { id } }",
    );
    const { data } = await api.as(null).graphql<Answer>("{ meetings(last: 100) { edges { cursor node { id } } } }");
    expect(data?.["meetings"].edges).toContainEqual(meetingEdge);
  });

  test("keeps everything that an organiser may settle", async () => {
    const { meeting, faults } = await schedule("dev", {
      mode: "HYBRID",
      timeZone: "America/New_York",
      place: { name: "The Old Customs House", city: "Bristol", coordinates: { latitude: 51.45, longitude: -2.6 } },
      onlineUrl: "https://meet.example/breakfast",
      inPersonCapacity: 12,
      onlineCapacity: 0,
      cost: { amountMinorUnits: 1250, currency: "GBP" },
      guestsPerRsvpMax: 2,
      roles: [
        { personId: idOf("hana"), role: "HOST" },
        { personId: idOf("walt"), role: "SPEAKER", takesSeat: false },
      ],
    });
    expect(faults).toEqual([]);
    expect(meeting).toMatchObject({
      startsAt: "2026-06-09T11:00:00.000Z",
      place: { name: "The Old Customs House", city: "Bristol", coordinates: { latitude: 51.45, longitude: -2.6 } },
      seats: { inPerson: { capacity: 12, free: 12 }, online: { capacity: 0, free: 0 } },
      cost: { amountMinorUnits: 1250, currency: "GBP" },
      hosts: [{ person: { id: idOf("hana") }, takesSeat: true }],
      speakers: [{ person: { id: idOf("walt") }, takesSeat: false }],
    });
  });

  test.each([
    [
      "spring, a time that is jumped over, held at the later one",
      "Europe/London",
      "2027-03-28T01:30",
      "2027-03-28T01:30:00.000Z",
      "2027-03-28T02:30:00",
    ],
    [
      "autumn, a time that comes twice, held at the first",
      "Europe/London",
      "2026-10-25T01:30",
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00",
    ],
    [
      "spring where the clocks go by half an hour",
      "Australia/Lord_Howe",
      "2026-10-04T02:10",
      "2026-10-03T15:40:00.000Z",
      "2026-10-04T02:40:00",
    ],
    [
      "autumn where the clocks go by half an hour",
      "Australia/Lord_Howe",
      "2027-04-04T01:45",
      "2027-04-03T14:45:00.000Z",
      "2027-04-04T01:45:00",
    ],
    [
      "midnight that does not exist",
      "Africa/Cairo",
      "2027-04-30T00:00",
      "2027-04-29T22:00:00.000Z",
      "2027-04-30T01:00:00",
    ],
  ])("reads the wall in %s", async (_when, timeZone, startsAtLocal, startsAt, shown) => {
    const { meeting } = await schedule("ada", { timeZone, startsAtLocal });
    expect(meeting).toMatchObject({ startsAt, startsAtLocal: shown });
  });

  test("nobody without a credential, and nobody but organisers and owners; what cannot be seen is not there", async () => {
    const before = await count();
    expect((await schedule(null)).refused).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy", "bao", "eva"] as const) {
      expect([who, (await schedule(who)).refused]).toEqual([who, ["FORBIDDEN"]]);
    }
    const hidden = { groupId: idOf("quaysideCircle") };
    expect((await schedule("ada", hidden)).faults).toEqual(["NOT_FOUND groupId"]);
    expect((await schedule("ada", { groupId: globalId("grp", keyOf("ada")) })).faults).toEqual(["NOT_FOUND groupId"]);
    expect((await schedule("ada", { groupId: NOBODYS_ID })).faults).toEqual(["NOT_FOUND groupId"]);
    expect((await schedule("ada", { groupId: keyOf("harbourBreakfast") })).faults).toEqual(["NOT_FOUND groupId"]);
    expect(await count()).toBe(before);
  });

  test.each<[string, object, object, string]>([
    ["title", { title: "é".repeat(200) }, { title: "é".repeat(201) }, "INVALID title"],
    ["title that shows", { title: "." }, { title: " \u200b " }, "INVALID title"],
    ["description", { description: "x".repeat(10_000) }, { description: "x".repeat(10_001) }, "INVALID description"],
    ["agenda", { agenda: "x".repeat(10_000) }, { agenda: "x".repeat(10_001) }, "INVALID agenda"],
    ["duration", { durationMinutes: 10_080 }, { durationMinutes: 10_081 }, "INVALID durationMinutes"],
    ["shortest duration", { durationMinutes: 1 }, { durationMinutes: 0 }, "INVALID durationMinutes"],
    ["capacity", { inPersonCapacity: 100_000 }, { inPersonCapacity: 100_001 }, "INVALID inPersonCapacity"],
    ["no seats", { inPersonCapacity: 0 }, { inPersonCapacity: -1 }, "INVALID inPersonCapacity"],
    ["guests", { guestsPerRsvpMax: 20 }, { guestsPerRsvpMax: 21 }, "INVALID guestsPerRsvpMax"],
    ["offer", { offerMinutes: 20_160 }, { offerMinutes: 20_161 }, "INVALID offerMinutes"],
    ["shortest offer", { offerMinutes: 1 }, { offerMinutes: 0 }, "INVALID offerMinutes"],
    ["cut-off", { offerCutoffMinutes: 20_160 }, { offerCutoffMinutes: 20_161 }, "INVALID offerCutoffMinutes"],
    ["place", { place: { name: "x".repeat(200) } }, { place: { name: "x".repeat(201) } }, "INVALID place name"],
    [
      "address",
      { place: { name: "x", address: "x".repeat(500) } },
      { place: { name: "x", address: "x".repeat(501) } },
      "INVALID place address",
    ],
    [
      "price",
      { cost: { amountMinorUnits: 1_000_000_000, currency: "JPY" } },
      { cost: { amountMinorUnits: 1_000_000_001, currency: "JPY" } },
      "INVALID cost amountMinorUnits",
    ],
    [
      "currency",
      { cost: { amountMinorUnits: 0, currency: "EUR" } },
      { cost: { amountMinorUnits: 0, currency: "eur" } },
      "INVALID cost currency",
    ],
    [
      "link",
      { mode: "ONLINE", onlineUrl: "http://x.example" },
      { mode: "ONLINE", onlineUrl: "javascript:alert(1)" },
      "INVALID onlineUrl",
    ],
    [
      "place only where there is one",
      { mode: "HYBRID", place: { name: "x" } },
      { mode: "ONLINE", place: { name: "x" } },
      "INVALID place",
    ],
    [
      "link only where it leads",
      { mode: "HYBRID", onlineUrl: "https://x.example" },
      { onlineUrl: "https://x.example" },
      "INVALID onlineUrl",
    ],
    [
      "closing by the start",
      { rsvpClosesAt: "2026-06-09T06:00:00Z" },
      { rsvpClosesAt: "2026-06-09T06:00:00.001Z" },
      "INVALID rsvpClosesAt",
    ],
    [
      "opening before the end",
      { rsvpOpensAt: "2026-06-09T05:59:59.999Z" },
      { rsvpOpensAt: "2026-06-09T06:00:00Z" },
      "INVALID rsvpOpensAt",
    ],
    [
      "end in the future",
      { startsAtLocal: "2026-06-01T08:31" },
      { startsAtLocal: "2026-06-01T08:30" },
      "INVALID startsAtLocal",
    ],
    ["horizon", { startsAtLocal: "2036-06-01T08:00" }, { startsAtLocal: "2036-07-01T08:00" }, "INVALID startsAtLocal"],
    [
      "idempotency key",
      { idempotencyKey: "k".repeat(255) },
      { idempotencyKey: "k".repeat(256) },
      "INVALID idempotencyKey",
    ],
    [
      "known people only",
      { roles: [{ personId: idOf("ben"), role: "HOST" }] },
      { roles: [{ personId: idOf("cleo"), role: "HOST" }] },
      "NOT_FOUND roles 0 personId",
    ],
    [
      "hosts and speakers",
      { roles: [] },
      { roles: Array.from({ length: 21 }, () => ({ personId: idOf("ben"), role: "HOST" })) },
      "INVALID roles",
    ],
    [
      "one role once",
      {
        roles: [
          { personId: idOf("ben"), role: "HOST" },
          { personId: idOf("ben"), role: "SPEAKER" },
        ],
      },
      {
        roles: [
          { personId: idOf("ben"), role: "HOST" },
          { personId: idOf("ben"), role: "HOST" },
        ],
      },
      "INVALID roles 1",
    ],
  ])("limits the %s", async (_what, under, over, fault) => {
    expect((await schedule("ada", under)).faults).toEqual([]);
    const before = await count();
    expect((await schedule("ada", over)).faults).toEqual([fault]);
    expect(await count()).toBe(before);
  });

  test("a point that is not on the map is at fault; several faults are told at once", async () => {
    const beyond = { place: { name: "x", coordinates: { latitude: 90.1, longitude: -180 } } };
    expect((await schedule("ada", beyond)).faults).toEqual(["INVALID place coordinates latitude"]);
    const { faults } = await schedule("ada", { title: "", durationMinutes: 0, guestsPerRsvpMax: -1 });
    expect([...faults].sort()).toEqual(["INVALID durationMinutes", "INVALID guestsPerRsvpMax", "INVALID title"]);
  });

  test("an archived group has no new meetings", async () => {
    const group = await makeGroup(api.dataSource, { archivedAt: new Date("2026-05-01T00:00:00Z") });
    await makeMembership(api.dataSource, { groupId: group.id, personId: keyOf("ada"), role: MembershipRole.OWNER });
    expect((await schedule("ada", { groupId: globalId("grp", group.id) })).faults).toEqual(["CONFLICT groupId"]);
    expect(await api.dataSource.manager.countBy(Meeting, { groupId: group.id })).toBe(0);
    expect(await api.dataSource.manager.countBy(Group, { id: group.id })).toBe(1);
  });

  test("many identical calls at once with one idempotency key make one meeting; another input with it is refused", async () => {
    const before = await count();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => schedule("ada", { idempotencyKey: "one breakfast" })),
    );
    expect(new Set(answers.map(({ meeting }) => meeting.id)).size).toBe(1);
    expect(await count()).toBe(before + 1);
    const other = await schedule("ada", { idempotencyKey: "one breakfast", title: "Another" });
    expect(other.faults).toEqual(["CONFLICT idempotencyKey"]);
    const devs = await schedule("dev", { idempotencyKey: "one breakfast" });
    expect(devs.meeting.id).not.toBe(answers[0]?.meeting.id);
  });
});
