import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Group } from "../../src/groups/group.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingSeries } from "../../src/meetings/meeting-series.entity.ts";
import { parseGlobalId } from "../../src/platform/ids.ts";
import { runTimer } from "../../src/platform/jobs.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { act, eventsOf } from "../support/meetings.ts";

const START = "2026-06-01T09:00:00.000Z";
const DAY_SECONDS = 86_400;

let clock: StillClock;
let api: CastApi;
let series: { id: string; key: string };
/** Global ids of its meetings, by `originalStart`. */
let meetings: Map<string, string>;

beforeAll(async () => {
  clock = new StillClock(START);
  api = await startWithCast({ clock: { now: () => clock.now() } });
});
afterAll(() => api.close());

beforeEach(async () => {
  clock = new StillClock(START);
  const input = {
    groupId: idOf("harbourBreakfast"),
    title: "Tuesday breakfast",
    mode: "IN_PERSON",
    recurrenceRule: "FREQ=WEEKLY",
    firstStartsAtLocal: "2026-06-02T07:00",
    durationMinutes: 60,
    place: { name: "Café Nero" },
  };
  const made = await act<{ series: { id: string } }>(api, "ada", "scheduleSeries", input, "series { id }");
  series = { id: made.series.id, key: parseGlobalId(made.series.id)?.id ?? "" };
  meetings = new Map((await read()).map(({ originalStart, id }) => [originalStart, id]));
});

interface Occurrence {
  id: string;
  originalStart: string;
  startsAtLocal: string;
  title: string;
  status: string;
  version: number;
  sequence: number;
  differsFromSeries: boolean;
  movedFrom: string | null;
  cancellationReason: string | null;
  place: { name: string } | null;
}
async function read(who: CastName | null = null): Promise<Occurrence[]> {
  const { data } = await api.as(who).graphql<{ node: { meetings: { edges: { node: Occurrence }[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on MeetingSeries { meetings(first: 100) { edges { node {
       id originalStart startsAtLocal title status version sequence differsFromSeries movedFrom cancellationReason place { name }
     } } } } } }`,
    { id: series.id },
  );
  return data?.node.meetings.edges.map(({ node }) => node) ?? [];
}
const FIRST = "2026-06-02T07:00:00";
const SECOND = "2026-06-09T07:00:00";
const THIRD = "2026-06-16T07:00:00";
const named = (list: Occurrence[], name: string) => list.find(({ originalStart }) => originalStart === name);
const change = (who: CastName | null, mutation: string, input: object, selection: string) =>
  act<{ series?: Record<string, unknown> }>(api, who, mutation, { ...input }, selection);
const onMeeting = (mutation: string, name: string, input: object = {}) =>
  change("ada", mutation, { meetingId: meetings.get(name), ...input }, "meeting { id }");
const onSeries = (who: CastName | null, mutation: string, input: object = {}) =>
  change(
    who,
    mutation,
    { seriesId: series.id, ...input },
    "series { id title version endedAt viewerCanUpdate viewerCanEnd }",
  );
const extend = () => runTimer({ ...testJobs(api.dataSource.manager).deps, clock }, "extend-series");
const told = async () => (await eventsOf(api.dataSource)).filter(({ payload }) => payload["seriesId"] === series.key);

describe("one meeting of a series", () => {
  test("moved or cancelled alone keeps its name, and the series its others", async () => {
    await onMeeting("rescheduleMeeting", FIRST, { startsAtLocal: "2026-06-03T08:00" });
    await onMeeting("cancelMeeting", SECOND, { reason: "Holiday" });
    const after = await read();
    expect(after).toHaveLength(26);
    expect(named(after, FIRST)).toMatchObject({
      id: meetings.get(FIRST),
      startsAtLocal: "2026-06-03T08:00:00",
      movedFrom: "2026-06-02T06:00:00.000Z",
      differsFromSeries: true,
      sequence: 1,
    });
    expect(named(after, SECOND)).toMatchObject({
      status: "CANCELLED",
      cancellationReason: "Holiday",
      differsFromSeries: true,
    });
    expect(named(after, THIRD)).toMatchObject({ status: "SCHEDULED", differsFromSeries: false, version: 1 });
    expect(await api.dataSource.manager.findOneByOrFail(MeetingSeries, { id: series.key })).toMatchObject({
      version: 1,
    });
  });

  test("moved onto the name of another takes nothing from it", async () => {
    await onMeeting("rescheduleMeeting", FIRST, { startsAtLocal: "2026-06-09T07:00" });
    const after = await read();
    expect(
      after.filter(({ startsAtLocal }) => startsAtLocal === SECOND).map(({ originalStart }) => originalStart),
    ).toEqual([FIRST, SECOND]);
  });

  test("has a name that the database gives once", async () => {
    const row = await api.dataSource.manager.findOneByOrFail(Meeting, { seriesId: series.key, originalStart: FIRST });
    const copy = api.dataSource.manager.insert(Meeting, { ...row, id: keyOf("ada") });
    await expect(copy).rejects.toThrow("an_occurrence_is_made_once");
  });
});

describe("the nightly job", () => {
  test("makes what the horizon has come to, once, however often it runs, and brings nothing cancelled back", async () => {
    await onMeeting("cancelMeeting", SECOND);
    await onMeeting("rescheduleMeeting", THIRD, { startsAtLocal: "2026-12-24T07:00" });
    clock.pass(14 * DAY_SECONDS);
    await Promise.all([extend(), extend(), extend()]);
    await extend();
    const after = await read();
    expect(after).toHaveLength(28);
    expect(
      after
        .map(({ originalStart }) => originalStart)
        .sort()
        .slice(-2),
    ).toEqual(["2026-12-01T07:00:00", "2026-12-08T07:00:00"]);
    expect(named(after, SECOND)).toMatchObject({ status: "CANCELLED" });
    expect((await told()).map(({ name }) => name)).toEqual(["series.scheduled", "series.extended", "series.extended"]);
    expect((await told()).at(-1)?.payload["meetingIds"]).toHaveLength(2);
  });

  test("after a long sleep makes only what is still to come", async () => {
    clock.pass(400 * DAY_SECONDS);
    await extend();
    const coming = (await read()).filter(({ originalStart }) => originalStart > "2026-12-31");
    expect(coming[0]?.originalStart).toBe("2027-07-13T07:00:00");
    expect(coming).toHaveLength(25);
  });

  test("leaves alone what was archived with its group, for as long as it is, and what has ended for ever", async () => {
    const archive = (archivedAt: Date | null) =>
      api.dataSource.manager.update(Group, keyOf("harbourBreakfast"), { archivedAt });
    clock.pass(14 * DAY_SECONDS);
    await archive(clock.now());
    await extend();
    expect(await read()).toHaveLength(26);
    await archive(null);
    await extend();
    expect(await read()).toHaveLength(28);
    await onSeries("ada", "endSeries");
    clock.pass(14 * DAY_SECONDS);
    await extend();
    expect(await read()).toHaveLength(28);
  });

  test("is done for ever with a rule that is used up", async () => {
    await api.dataSource.manager.update(MeetingSeries, series.key, { recurrenceRule: "FREQ=WEEKLY;COUNT=26" });
    clock.pass(14 * DAY_SECONDS);
    await extend();
    const { madeUntil } = await api.dataSource.manager.findOneByOrFail(MeetingSeries, { id: series.key });
    expect([madeUntil?.getUTCFullYear(), (await read()).length]).toEqual([9999, 26]);
  });
});

describe("updateSeries", () => {
  test("changes all meetings to come but those changed by themselves, and those made later", async () => {
    await onMeeting("updateMeeting", SECOND, { title: "Breakfast with a guest" });
    await onMeeting("cancelMeeting", THIRD);
    clock.pass(2 * DAY_SECONDS);
    const { faults, series: after } = await onSeries("ada", "updateSeries", {
      title: "Early  birds",
      place: { name: "The Pier" },
    });
    expect(faults).toEqual([]);
    expect(after).toMatchObject({ title: "Early birds", version: 2 });
    clock.pass(7 * DAY_SECONDS);
    await extend();
    const list = await read();
    expect(named(list, FIRST)).toMatchObject({ title: "Tuesday breakfast", place: { name: "Café Nero" }, version: 1 });
    expect(named(list, SECOND)).toMatchObject({
      title: "Breakfast with a guest",
      place: { name: "Café Nero" },
      version: 2,
    });
    expect(named(list, THIRD)).toMatchObject({ title: "Tuesday breakfast", status: "CANCELLED" });
    const rest = list.filter(({ originalStart }) => originalStart > THIRD);
    expect(new Set(rest.map(({ title, place }) => `${title} ${place?.name}`))).toEqual(
      new Set(["Early birds The Pier"]),
    );
    expect(named(list, "2026-06-23T07:00:00")).toMatchObject({ version: 2, sequence: 1, differsFromSeries: false });
    const [updated] = (await told()).filter(({ name }) => name === "series.updated");
    expect(updated?.payload).toMatchObject({ placeChanged: true });
    expect(updated?.payload["meetingIds"]).toHaveLength(23);
  });

  test("limits, versions, roles and sight", async () => {
    expect((await onSeries(null, "updateSeries", { title: "x" })).refused).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy", "bao", "eva"] as const) {
      expect([who, (await onSeries(who, "updateSeries", { title: "x" })).refused]).toEqual([who, ["FORBIDDEN"]]);
    }
    expect((await onSeries("ada", "updateSeries", { title: null })).faults).toEqual(["INVALID title"]);
    expect((await onSeries("ada", "updateSeries", { title: "x".repeat(201) })).faults).toEqual(["INVALID title"]);
    expect((await onSeries("ada", "updateSeries", { onlineUrl: "https://x.example" })).faults).toEqual([
      "INVALID onlineUrl",
    ]);
    expect((await onSeries("ada", "updateSeries", { title: "x", expectedVersion: 2 })).faults).toEqual([
      "STALE expectedVersion",
    ]);
    expect((await onSeries("ada", "updateSeries", { seriesId: meetings.get(FIRST), title: "x" })).faults).toEqual([
      "NOT_FOUND seriesId",
    ]);
    expect((await onSeries("dev", "updateSeries", { title: "x".repeat(200), expectedVersion: 1 })).faults).toEqual([]);
    await onSeries("ada", "endSeries");
    expect((await onSeries("ada", "updateSeries", { title: "x" })).faults).toEqual(["CONFLICT seriesId"]);
  });

  test("of a private group the series is not there for others", async () => {
    const input = {
      groupId: idOf("quaysideCircle"),
      title: "Circle",
      mode: "ONLINE",
      recurrenceRule: "FREQ=MONTHLY;COUNT=3",
      firstStartsAtLocal: "2026-06-05T19:00",
      durationMinutes: 60,
    };
    const { series: circle } = await change("eva", "scheduleSeries", input, "series { id }");
    const document =
      "query ($id: ID!, $group: ID!) { node(id: $id) { id } group: node(id: $group) { ... on Group { series { totalCount } } } }";
    const seen = async (who: CastName | null) =>
      (await api.as(who).graphql(document, { id: circle?.["id"], group: idOf("quaysideCircle") })).data;
    expect(await seen("finn")).toEqual({ node: { id: circle?.["id"] }, group: { series: { totalCount: 1 } } });
    for (const who of ["ada", "cleo", null] as const) expect(await seen(who)).toEqual({ node: null, group: null });
    expect((await onSeries("ada", "updateSeries", { seriesId: circle?.["id"], title: "x" })).faults).toEqual([
      "NOT_FOUND seriesId",
    ]);
    expect((await onSeries("ada", "endSeries", { seriesId: circle?.["id"] })).faults).toEqual(["NOT_FOUND seriesId"]);
  });
});

describe("endSeries", () => {
  test("leaves what is on the calendar, or cancels all that has not started, each told by itself", async () => {
    const ended = await onSeries("dev", "endSeries");
    expect(ended.series).toMatchObject({ endedAt: START, version: 2, viewerCanUpdate: false, viewerCanEnd: true });
    expect((await read()).every(({ status }) => status === "SCHEDULED")).toBe(true);

    clock.pass(2 * DAY_SECONDS);
    const again = await onSeries("ada", "endSeries", { cancelComing: true, reason: "The café has closed." });
    expect(again.series).toMatchObject({ endedAt: START, version: 2 });
    const list = await read();
    expect(named(list, FIRST)).toMatchObject({ status: "SCHEDULED" });
    const rest = list.filter(({ originalStart }) => originalStart > FIRST);
    expect(new Set(rest.map(({ status, cancellationReason }) => `${status} ${cancellationReason}`))).toEqual(
      new Set(["CANCELLED The café has closed."]),
    );
    expect((await told()).filter(({ name }) => name === "series.ended")).toHaveLength(1);
    const keys = new Set(list.map(({ id }) => parseGlobalId(id)?.id));
    const cancelled = (await eventsOf(api.dataSource)).filter(
      ({ name, payload }) => name === "meeting.cancelled" && keys.has(payload["meetingId"] as string),
    );
    expect(cancelled).toHaveLength(25);
  });

  test("limits, roles and sight", async () => {
    expect((await onSeries(null, "endSeries")).refused).toEqual(["UNAUTHENTICATED"]);
    for (const who of ["cleo", "ben", "hana", "remy", "bao", "eva"] as const) {
      expect([who, (await onSeries(who, "endSeries")).refused]).toEqual([who, ["FORBIDDEN"]]);
    }
    expect((await onSeries("ada", "endSeries", { reason: "x".repeat(1_001) })).faults).toEqual(["INVALID reason"]);
    expect((await onSeries("ada", "endSeries", { seriesId: idOf("harbourBreakfast") })).faults).toEqual([
      "NOT_FOUND seriesId",
    ]);
    expect((await onSeries("ada", "endSeries", { cancelComing: true, reason: "x".repeat(1_000) })).faults).toEqual([]);
  });
});
