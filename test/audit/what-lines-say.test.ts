/** What the log says of meetings called off or moved, series that end, and groups that change their rules or end. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { done } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type House, newHouse } from "../support/new-house.ts";

let api: CastApi;
let house: House;
beforeAll(async () => {
  api = await startWithCast();
  house = await newHouse(api);
});
afterAll(() => api.close());

const organiser = () => house.key("organiser");
const WORDS = { title: "Breakfast", mode: "IN_PERSON", durationMinutes: 60 };

/** The lines about this, oldest first, as their changes. */
async function linesAbout(objectId: string): Promise<object[]> {
  const { data } = await api.as(house.key("owner")).graphql<Anything>(
    `query ($id: ID!) { group(by: { id: $id }) { auditLog(first: 100) { edges { node {
       action objectId changes { field before after } } } } } }`,
    { id: house.id },
  );
  const lines: Anything[] = data.group.auditLog.edges.map((edge: Anything) => edge.node);
  return lines
    .filter((line) => line.objectId === objectId)
    .map(({ action, changes }) => ({
      action,
      ...Object.fromEntries(changes.map(({ field, before, after }: Anything) => [field, `${before} -> ${after}`])),
    }));
}

test("a meeting that moves and is called off leaves one line each, and none for doing it again", async () => {
  const { meeting } = await done(
    api,
    organiser(),
    "scheduleMeeting",
    { ...WORDS, groupId: house.id, startsAtLocal: "2026-06-09T07:00:00" },
    "meeting { id }",
  );
  const move = { meetingId: meeting.id, startsAtLocal: "2026-06-10T08:00:00" };
  for (let times = 0; times < 2; times++) await done(api, organiser(), "rescheduleMeeting", move, "meeting { id }");
  const off = { meetingId: meeting.id, reason: "The kitchen burnt down." };
  for (let times = 0; times < 2; times++) await done(api, organiser(), "cancelMeeting", off, "meeting { id }");
  expect(await linesAbout(meeting.id)).toEqual([
    {
      action: "rescheduleMeeting",
      startsAtLocal: "2026-06-09T07:00:00 -> 2026-06-10T08:00:00",
      timeZone: "Europe/London -> Europe/London",
      durationMinutes: "60 -> 60",
    },
    { action: "cancelMeeting", startsAtLocal: "null -> 2026-06-10T08:00:00" },
  ]);
});

test("a series that ends leaves a line, with how many meetings went with it", async () => {
  const { series } = await done(
    api,
    organiser(),
    "scheduleSeries",
    {
      ...WORDS,
      groupId: house.id,
      recurrenceRule: "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
      firstStartsAtLocal: "2026-06-09T07:00:00",
    },
    "series { id }",
  );
  const end = (cancelComing: boolean) =>
    done(api, organiser(), "endSeries", { seriesId: series.id, cancelComing }, "series { id }");
  await end(false);
  await end(false);
  await end(true);
  await end(true);
  expect(await linesAbout(series.id)).toEqual([
    { action: "endSeries", cancelled: "null -> 0" },
    { action: "endSeries", cancelled: "null -> 3" },
  ]);
});

test("rules of a group that change leave a line with those alone; words leave none, the end of a group does", async () => {
  const update = (input: object) =>
    done(api, organiser(), "updateGroup", { groupId: house.id, ...input }, "group { id }");
  await update({ name: "Another Name", city: "Leeds", topics: ["Chess"] });
  await update({ attendeeListAudience: "ORGANISERS", joinMode: "REQUEST" });
  await update({ attendeeListAudience: "ORGANISERS" });
  await done(api, house.key("owner"), "archiveGroup", { groupId: house.id }, "group { id }");
  const [rules, end, ...more] = await linesAbout(house.id);
  expect(rules).toEqual({
    action: "updateGroup",
    attendeeListAudience: "MEMBERS -> ORGANISERS",
    joinMode: "OPEN -> REQUEST",
  });
  expect(end).toEqual({ action: "archiveGroup", archivedAt: expect.stringMatching(/^null -> 2026-06-01T/) });
  expect(more).toEqual([]);
});
