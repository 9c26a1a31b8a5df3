import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { idOf, keyOf } from "../support/cast.ts";
import { act } from "../support/meetings.ts";
import { RsvpHouse, type Who } from "../support/rsvps.ts";

let house: RsvpHouse;
let people: string[];
beforeAll(async () => {
  house = await RsvpHouse.open();
  people = await house.members(6);
});
afterAll(() => house.close());

const DAY = 86_400;

interface MadeSeries {
  readonly id: string;
  readonly meetings: { id: string; globalId: string }[];
}

/** Six Tuesdays from 2026-06-09, unless the input says otherwise. */
async function series(input: Record<string, unknown> = {}): Promise<MadeSeries> {
  const made = await act<{ series: { id: string } }>(
    house.api,
    "ada",
    "scheduleSeries",
    {
      groupId: idOf("harbourBreakfast"),
      title: "Tuesdays",
      mode: "IN_PERSON",
      recurrenceRule: "FREQ=WEEKLY;COUNT=6",
      firstStartsAtLocal: "2026-06-09T07:00",
      durationMinutes: 60,
      ...input,
    },
    "series { id }",
  );
  expect(made.faults).toEqual([]);
  return { id: made.series.id, meetings: await meetingsOf(made.series.id) };
}

async function meetingsOf(seriesId: string): Promise<MadeSeries["meetings"]> {
  const key = seriesId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const rows: { id: string }[] = await house.api.dataSource.query(
    "select id from meetings where series_id = $1 order by starts_at",
    [key],
  );
  return rows.map(({ id }) => ({ id, globalId: `mtg_${id.replaceAll("-", "")}` }));
}

interface StandingPayload {
  readonly standingRsvp: { id: string; mode: string; guests: number; endedAt: string | null } | null;
}
const set = (who: Who, of: { id: string }, more: Record<string, unknown> = {}) =>
  act<StandingPayload>(
    house.api,
    who,
    "setStandingRsvp",
    { seriesId: of.id, ...more },
    "standingRsvp { id mode guests endedAt series { id } }",
  );
const end = (who: Who, of: { id: string }, more: Record<string, unknown> = {}) =>
  act<StandingPayload>(
    house.api,
    who,
    "endStandingRsvp",
    { seriesId: of.id, ...more },
    "standingRsvp { id mode guests endedAt }",
  );
const statuses = (who: string, of: MadeSeries) =>
  Promise.all(of.meetings.map(async (meeting) => (await house.row(meeting, who))?.status ?? null));

describe("setStandingRsvp", () => {
  test("answers all coming meetings but those answered already, and stays out of a no", async () => {
    const [a] = people as [string];
    const of = await series();
    const [first, second] = of.meetings;
    if (!first || !second) throw new Error("No meetings.");
    await house.say(a, "rsvpNotGoing", first);
    expect((await set(a, of)).standingRsvp).toMatchObject({ mode: "IN_PERSON", guests: 0, endedAt: null });
    expect(await statuses(a, of)).toEqual(["NOT_GOING", "GOING", "GOING", "GOING", "GOING", "GOING"]);
    await house.say(a, "rsvpNotGoing", second);
    const again = await set(a, of);
    expect(again.faults).toEqual([]);
    await runTimer(house.jobs.deps, "give-standing-answers");
    expect(await statuses(a, of)).toEqual(["NOT_GOING", "NOT_GOING", "GOING", "GOING", "GOING", "GOING"]);
    for (const meeting of of.meetings.slice(2)) expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
    const { data } = await house.api
      .as(a)
      .graphql(`{ node(id: "${of.id}") { ... on MeetingSeries { viewerStandingRsvp { mode guests } } } }`);
    expect(data).toEqual({ node: { viewerStandingRsvp: { mode: "IN_PERSON", guests: 0 } } });
    const others = await house.api
      .as("ada")
      .graphql(
        `{ node(id: "${again.standingRsvp?.id}") { id } series: node(id: "${of.id}") { ... on MeetingSeries { viewerStandingRsvp { id } } } }`,
      );
    expect(others.data).toEqual({ node: null, series: { viewerStandingRsvp: null } });
  });

  test("answers meetings that are made later, first come first served", async () => {
    const [a, b] = people as [string, string];
    const of = await series({ recurrenceRule: "FREQ=WEEKLY", inPersonCapacity: 1 });
    await set(a, of);
    await set(b, of);
    const before = of.meetings.length;
    house.clock.pass(20 * DAY);
    await runTimer(house.jobs.deps, "extend-series");
    await drainJobs(house.jobs.deps);
    const now = { id: of.id, meetings: await meetingsOf(of.id) };
    expect(now.meetings.length).toBeGreaterThan(before);
    expect(new Set((await statuses(a, now)).slice(before))).toEqual(new Set(["GOING"]));
    expect(new Set((await statuses(b, now)).slice(before))).toEqual(new Set(["WAITLISTED"]));
    house.clock.pass(-20 * DAY);
  });

  test("waits until answers open", async () => {
    const [a] = people as [string];
    const of = await series({ rsvpOpensMinutesBefore: 10 * 24 * 60 });
    await set(a, of);
    expect(await statuses(a, of)).toEqual(["GOING", null, null, null, null, null]);
    house.clock.pass(7 * DAY);
    await runTimer(house.jobs.deps, "give-standing-answers");
    expect(await statuses(a, of)).toEqual(["GOING", "GOING", null, null, null, null]);
    house.clock.pass(-7 * DAY);
  });

  test("sent again with another party changes what followed from it, where there are seats", async () => {
    const [a, b] = people as [string, string];
    const of = await series({ inPersonCapacity: 2, guestsPerRsvpMax: 1 });
    const [first, second] = of.meetings;
    if (!first || !second) throw new Error("No meetings.");
    await set(a, of);
    await house.going(b, first);
    // Answered by hand since then: that is theirs.
    await house.say(a, "rsvpMaybe", second);
    await house.going(a, second);
    expect((await set(a, of, { guests: 1 })).standingRsvp).toMatchObject({ guests: 1 });
    const guests = await Promise.all(of.meetings.map(async (meeting) => (await house.row(meeting, a))?.guests));
    expect(guests).toEqual([0, 0, 1, 1, 1, 1]);
    for (const meeting of of.meetings)
      expect((await house.seats(meeting))?.taken).toBe((await house.seats(meeting))?.held);
  });

  test("is refused for what the series does not take, and to who cannot answer there", async () => {
    const [a] = people as [string];
    const of = await series({ guestsPerRsvpMax: 1 });
    expect((await set(a, of, { mode: "ONLINE" })).faults).toEqual(["INVALID mode"]);
    expect((await set(a, of, { guests: 2 })).faults).toEqual(["INVALID guests"]);
    expect((await set(a, of, { guests: -1 })).faults).toEqual(["INVALID guests"]);
    expect((await set(null, of)).refused).toEqual(["UNAUTHENTICATED"]);
    expect((await set("bao", of)).refused).toEqual(["FORBIDDEN"]);
    expect((await set(a, { id: idOf("harbourBreakfast") })).faults).toEqual(["NOT_FOUND seriesId"]);
    expect((await set("cleo", of, { guests: 1 })).faults).toEqual([]);
    await act(house.api, "ada", "endSeries", { seriesId: of.id }, "series { id }");
    expect((await set(a, of)).faults).toEqual(["CONFLICT seriesId"]);
  });
});

describe("endStandingRsvp", () => {
  test("gives no further answers; those given stand, unless they are taken back", async () => {
    const [a] = people as [string];
    const of = await series({ inPersonCapacity: 1 });
    const [first] = of.meetings;
    if (!first) throw new Error("No meetings.");
    expect((await end(a, of)).faults).toEqual(["CONFLICT seriesId"]);
    expect((await end(null, of)).refused).toEqual(["UNAUTHENTICATED"]);
    await set(a, of);
    await house.say(a, "rsvpMaybe", first);
    await house.going(a, first);
    expect((await end(a, of)).standingRsvp?.endedAt).toBe("2026-06-01T09:00:00.000Z");
    expect(await statuses(a, of)).toEqual(Array.from({ length: 6 }, () => "GOING"));
    expect((await end(a, of, { withdrawsComing: true })).standingRsvp?.endedAt).toBe("2026-06-01T09:00:00.000Z");
    expect(await statuses(a, of)).toEqual(["GOING", ...Array.from({ length: 5 }, () => "NOT_GOING")]);
    await runTimer(house.jobs.deps, "give-standing-answers");
    expect((await statuses(a, of)).at(1)).toBe("NOT_GOING");
    // Begun again, the noes of the withdrawal are noes.
    expect((await set(a, of)).standingRsvp?.endedAt).toBeNull();
    expect((await statuses(a, of)).at(1)).toBe("NOT_GOING");
  });

  test("follows from leaving the group, together with the seats", async () => {
    const leaver = people[5] ?? "";
    const of = await series();
    await set(leaver, of);
    await act(house.api, leaver, "leaveGroup", { groupId: idOf("harbourBreakfast") }, "membership { id }");
    expect(new Set(await statuses(leaver, of))).toEqual(new Set(["NOT_GOING"]));
    const rows = await house.api.dataSource.query(
      "select 1 from standing_rsvps where person_id = $1 and ended_at is null",
      [leaver],
    );
    expect(rows).toEqual([]);
  });

  test("follows from a ban, also for who is no member", async () => {
    const of = await series();
    await set("cleo", of);
    await act(
      house.api,
      "ada",
      "banPerson",
      { groupId: idOf("harbourBreakfast"), personId: idOf("cleo") },
      "ban { id }",
    );
    await drainJobs(house.jobs.deps);
    expect(new Set(await statuses("cleo", of))).toEqual(new Set(["NOT_GOING"]));
    const rows = await house.api.dataSource.query(
      "select 1 from standing_rsvps where person_id = $1 and ended_at is null",
      [keyOf("cleo")],
    );
    expect(rows).toEqual([]);
  });
});
