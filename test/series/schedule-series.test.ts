import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingSeries } from "../../src/meetings/meeting-series.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, idOf, keyOf, makeGroup, makeMembership, startWithCast } from "../support/cast.ts";
import { act, eventsOf } from "../support/meetings.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const weekly = {
  groupId: idOf("harbourBreakfast"),
  title: "Tuesday breakfast",
  mode: "IN_PERSON",
  recurrenceRule: "freq=weekly;byday=TU",
  firstStartsAtLocal: "2026-06-02T07:00",
  durationMinutes: 90,
};

type Answer = { series: Anything };
const SELECTION = `series {
  id title recurrenceRule firstStartsAtLocal timeZone durationMinutes version endedAt place { name } group { slug }
  meetings(first: 100) { totalCount edges { node {
    title status startsAt startsAtLocal originalStart differsFromSeries place { name } rsvpOpensAt rsvpClosesAt
    seats { inPerson { capacity free } online { capacity } } series { id }
  } } }
}`;
const schedule = (who: CastName | null, input: object = {}) =>
  act<Answer>(api, who, "scheduleSeries", { ...weekly, ...input }, SELECTION);
const count = () => api.dataSource.manager.count(MeetingSeries);
const meetingsOf = ({ series }: Answer): Anything[] => series.meetings.edges.map((edge: { node: object }) => edge.node);

describe("scheduleSeries", () => {
  test("keeps the rule in one spelling, and makes the meetings of the next 180 days with what the series says", async () => {
    const answer = await schedule("ada", {
      place: { name: "Café Nero" },
      inPersonCapacity: 12,
      rsvpOpensMinutesBefore: 10_080,
      rsvpClosesMinutesBefore: 720,
    });
    expect(answer.faults).toEqual([]);
    expect(answer.series).toMatchObject({
      title: "Tuesday breakfast",
      recurrenceRule: "FREQ=WEEKLY;BYDAY=TU",
      firstStartsAtLocal: "2026-06-02T07:00:00",
      timeZone: "Europe/London",
      durationMinutes: 90,
      version: 1,
      endedAt: null,
      place: { name: "Café Nero" },
      group: { slug: "harbour-breakfast" },
    });
    const meetings = meetingsOf(answer);
    expect(answer.series.meetings.totalCount).toBe(26);
    expect(meetings[0]).toEqual({
      title: "Tuesday breakfast",
      status: "SCHEDULED",
      startsAt: "2026-06-02T06:00:00.000Z",
      startsAtLocal: "2026-06-02T07:00:00",
      originalStart: "2026-06-02T07:00:00",
      differsFromSeries: false,
      place: { name: "Café Nero" },
      rsvpOpensAt: "2026-05-26T06:00:00.000Z",
      rsvpClosesAt: "2026-06-01T18:00:00.000Z",
      seats: { inPerson: { capacity: 12, free: 12 }, online: null },
      series: { id: answer.series.id },
    });
    expect(meetings.at(-1)).toMatchObject({ startsAt: "2026-11-24T07:00:00.000Z" });
    const told = await eventsOf(api.dataSource);
    expect(told.map(({ name }) => name)).toEqual(["series.scheduled", "series.extended"]);
    expect(told[1]?.payload["meetingIds"]).toHaveLength(26);
  });

  test.each([
    [
      "Europe/London",
      "2026-10-20T07:00",
      "FREQ=WEEKLY;COUNT=2",
      ["2026-10-20T06:00:00.000Z", "2026-10-27T07:00:00.000Z"],
    ],
    [
      "Australia/Lord_Howe",
      "2026-09-29T07:00",
      "FREQ=WEEKLY;COUNT=2",
      ["2026-09-28T20:30:00.000Z", "2026-10-05T20:00:00.000Z"],
    ],
    [
      "America/New_York",
      "2026-10-29T18:00",
      "FREQ=WEEKLY;COUNT=2",
      ["2026-10-29T22:00:00.000Z", "2026-11-05T23:00:00.000Z"],
    ],
  ])(
    "stays at the same time on the wall in %s when the clocks change",
    async (timeZone, firstStartsAtLocal, recurrenceRule, instants) => {
      const meetings = meetingsOf(await schedule("ada", { timeZone, firstStartsAtLocal, recurrenceRule }));
      expect(meetings.map(({ startsAt }) => startsAt)).toEqual(instants);
      expect(new Set(meetings.map(({ startsAtLocal }) => startsAtLocal.slice(11))).size).toBe(1);
    },
  );

  test("says again what each meeting starts out with; the link for who hosts only", async () => {
    const settings = {
      mode: "HYBRID",
      agenda: "Round of names.",
      onlineUrl: "https://meet.example.org/tuesday",
      inPersonCapacity: 12,
      onlineCapacity: 40,
      rsvpOpensMinutesBefore: 10_080,
      rsvpClosesMinutesBefore: 720,
      guestsPerRsvpMax: 2,
      offerMinutes: 90,
      offerCutoffMinutes: 30,
      needsApproval: true,
      allowsSelfCheckIn: true,
      cost: { amountMinorUnits: 1250, currency: "GBP" },
    };
    const { series } = await schedule("ada", settings);
    const read = async (who: CastName | null) => {
      const { data } = await api.as(who).graphql<{ node: object }>(
        `query ($id: ID!) { node(id: $id) { ... on MeetingSeries {
           mode agenda onlineUrl inPersonCapacity onlineCapacity rsvpOpensMinutesBefore rsvpClosesMinutesBefore
           guestsPerRsvpMax offerMinutes offerCutoffMinutes needsApproval allowsSelfCheckIn
           cost { amountMinorUnits currency }
         } } }`,
        { id: series.id },
      );
      return data?.node;
    };
    expect(await read("ada")).toEqual(settings);
    for (const who of ["ben", "cleo", null] as const) expect(await read(who)).toEqual({ ...settings, onlineUrl: null });
  });

  test("in the hour that is jumped over it is held later, by its own name all the same; in the doubled one first", async () => {
    const lordHowe = await schedule("ada", {
      timeZone: "Australia/Lord_Howe",
      firstStartsAtLocal: "2026-10-03T02:15",
      recurrenceRule: "FREQ=DAILY;COUNT=3",
    });
    expect(meetingsOf(lordHowe).map(({ originalStart, startsAtLocal }) => `${originalStart} ${startsAtLocal}`)).toEqual(
      [
        "2026-10-03T02:15:00 2026-10-03T02:15:00",
        "2026-10-04T02:15:00 2026-10-04T02:45:00",
        "2026-10-05T02:15:00 2026-10-05T02:15:00",
      ],
    );
    const london = await schedule("ada", {
      firstStartsAtLocal: "2026-10-24T01:30",
      recurrenceRule: "FREQ=DAILY;COUNT=3",
    });
    expect(meetingsOf(london).map(({ startsAt }) => startsAt)).toEqual([
      "2026-10-24T00:30:00.000Z",
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  test("a start in the past counts towards COUNT, but only coming meetings are made", async () => {
    const answer = await schedule("ada", {
      firstStartsAtLocal: "2026-05-19T07:00",
      recurrenceRule: "FREQ=WEEKLY;COUNT=4",
    });
    expect(meetingsOf(answer).map(({ originalStart }) => originalStart)).toEqual([
      "2026-06-02T07:00:00",
      "2026-06-09T07:00:00",
    ]);
  });

  test("a start that does not fit its rule is no meeting; a rule that gives none yet is fine", async () => {
    const answer = await schedule("ada", {
      firstStartsAtLocal: "2026-06-03T07:00",
      recurrenceRule: "FREQ=WEEKLY;BYDAY=TU;COUNT=1",
    });
    expect(meetingsOf(answer).map(({ originalStart }) => originalStart)).toEqual(["2026-06-09T07:00:00"]);
    const yearly = await schedule("ada", { firstStartsAtLocal: "2026-12-31T18:00", recurrenceRule: "FREQ=YEARLY" });
    expect(yearly.series.meetings.totalCount).toBe(0);
  });

  test("nobody without a credential, and nobody but organisers and owners; what cannot be seen is not there", async () => {
    const before = await count();
    expect((await schedule(null)).refused).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy", "bao", "eva"] as const) {
      expect([who, (await schedule(who)).refused]).toEqual([who, ["FORBIDDEN"]]);
    }
    expect((await schedule("ada", { groupId: idOf("quaysideCircle") })).faults).toEqual(["NOT_FOUND groupId"]);
    const group = await makeGroup(api.dataSource, { archivedAt: new Date("2026-05-01T00:00:00Z") });
    await makeMembership(api.dataSource, { groupId: group.id, personId: keyOf("ada"), role: MembershipRole.OWNER });
    expect((await schedule("ada", { groupId: globalId("grp", group.id) })).faults).toEqual(["CONFLICT groupId"]);
    expect(await count()).toBe(before);
  });

  test.each<[string, object, object, string]>([
    [
      "rules that can be read",
      { recurrenceRule: "FREQ=MONTHLY;BYDAY=2TU" },
      { recurrenceRule: "every Tuesday" },
      "INVALID recurrenceRule",
    ],
    [
      "rules of the subset",
      { recurrenceRule: "FREQ=DAILY" },
      { recurrenceRule: "FREQ=HOURLY" },
      "INVALID recurrenceRule",
    ],
    [
      "rules that give something",
      { recurrenceRule: "FREQ=DAILY;UNTIL=20260602" },
      { recurrenceRule: "FREQ=DAILY;UNTIL=20260601" },
      "INVALID recurrenceRule",
    ],
    [
      "rules that ever match",
      { recurrenceRule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29" },
      { recurrenceRule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" },
      "INVALID recurrenceRule",
    ],
    ["title", { title: "x".repeat(200) }, { title: "x".repeat(201) }, "INVALID title"],
    ["duration", { durationMinutes: 10_080 }, { durationMinutes: 10_081 }, "INVALID durationMinutes"],
    ["capacity", { inPersonCapacity: 100_000 }, { inPersonCapacity: 100_001 }, "INVALID inPersonCapacity"],
    [
      "place only where there is one",
      { mode: "HYBRID", place: { name: "x" } },
      { mode: "ONLINE", place: { name: "x" } },
      "INVALID place",
    ],
    [
      "opening",
      { rsvpOpensMinutesBefore: 527_040 },
      { rsvpOpensMinutesBefore: 527_041 },
      "INVALID rsvpOpensMinutesBefore",
    ],
    ["closing", { rsvpClosesMinutesBefore: 0 }, { rsvpClosesMinutesBefore: -1 }, "INVALID rsvpClosesMinutesBefore"],
    [
      "opening before closing",
      { rsvpOpensMinutesBefore: 61, rsvpClosesMinutesBefore: 60 },
      { rsvpOpensMinutesBefore: 60, rsvpClosesMinutesBefore: 60 },
      "INVALID rsvpOpensMinutesBefore",
    ],
    [
      "horizon",
      { firstStartsAtLocal: "2036-06-01T08:00" },
      { firstStartsAtLocal: "2036-07-01T08:00" },
      "INVALID firstStartsAtLocal",
    ],
    [
      "age",
      { recurrenceRule: "FREQ=YEARLY", firstStartsAtLocal: "1926-06-01T08:00" },
      { recurrenceRule: "FREQ=YEARLY", firstStartsAtLocal: "1925-12-31T08:00" },
      "INVALID firstStartsAtLocal",
    ],
  ])("limits the %s", async (_what, under, over, fault) => {
    expect((await schedule("ada", { recurrenceRule: "FREQ=WEEKLY;COUNT=2", ...under })).faults).toEqual([]);
    const before = await count();
    expect((await schedule("ada", over)).faults).toEqual([fault]);
    expect(await count()).toBe(before);
  });

  test("many identical calls at once with one idempotency key make one series and its meetings once", async () => {
    const before = await count();
    const meetings = await api.dataSource.manager.count(Meeting);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        schedule("ada", { idempotencyKey: "one series", recurrenceRule: "FREQ=WEEKLY;COUNT=5" }),
      ),
    );
    expect(new Set(answers.map(({ series }) => series.id)).size).toBe(1);
    expect(await count()).toBe(before + 1);
    expect(await api.dataSource.manager.count(Meeting)).toBe(meetings + 5);
  });
});
