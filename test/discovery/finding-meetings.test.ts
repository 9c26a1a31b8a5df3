import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Group, GroupVisibility } from "../../src/groups/group.entity.ts";
import { GroupTopic } from "../../src/groups/group-topic.entity.ts";
import { MeetingMode, TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import { instantOf } from "../../src/platform/zones.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, idOf, makeGroup, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";

const LEEDS = { latitude: 53.8008, longitude: -1.5491 };
const YORK = { latitude: 53.96, longitude: -1.0873 };

let api: CastApi;
let chess: Topic;
let tea: Topic;
let leeds: Group;
const ids: Record<string, string> = {};

async function plant(title: string, group: Group, startsAtLocal: string, more: object = {}): Promise<void> {
  const { seats = [10, 0], ...rest } = more as { seats?: [number, number] };
  const { timeZone } = { timeZone: group.timeZone, ...rest };
  const startsAt = instantOf(startsAtLocal, timeZone);
  const meeting = await makeMeeting(api.dataSource, {
    title,
    groupId: group.id,
    timeZone,
    startsAtLocal,
    startsAt,
    endsAt: new Date(startsAt.getTime() + 60 * 60_000),
    ...rest,
  });
  ids[title] = meeting.id;
  await api.dataSource.manager.save(MeetingSeats, {
    meetingId: meeting.id,
    mode: TakePartMode.IN_PERSON,
    capacity: seats[0],
    taken: seats[1],
    admittedAbove: 0,
  });
}

beforeAll(async () => {
  api = await startWithCast();
  const db = api.dataSource;
  const topic = (name: string) => db.manager.save(Topic, { id: newId(), slug: name, name });
  [chess, tea] = [await topic("chess"), await topic("tea")];
  const about = (group: Group, ...topics: Topic[]) =>
    db.manager.insert(
      GroupTopic,
      topics.map(({ id }) => ({ groupId: group.id, topicId: id })),
    );
  leeds = await makeGroup(db, { name: "Leeds", ...LEEDS, languages: ["en-GB"] });
  const york = await makeGroup(db, { name: "York", ...YORK, languages: ["de"] });
  const hidden = await makeGroup(db, { name: "Hidden", ...LEEDS, visibility: GroupVisibility.PRIVATE });
  await about(leeds, chess, tea);
  await about(york, chess);
  await about(hidden, chess);
  // 2 June 2026 is a Tuesday, and the clock of the tests stands at the day before.
  await plant("tuesday", leeds, "2026-06-02T18:30:00");
  await plant("full thursday", leeds, "2026-06-04T19:00:00", { seats: [10, 10] });
  await plant("thursday", york, "2026-06-04T19:00:00");
  await plant("moved to york", leeds, "2026-06-05T07:00:00", {
    placeLatitude: YORK.latitude,
    placeLongitude: YORK.longitude,
  });
  await plant("online", leeds, "2026-06-06T12:00:00", { mode: MeetingMode.ONLINE, language: "fr" });
  await plant("hidden", hidden, "2026-06-02T18:30:00");
  await plant("draft", leeds, "2026-06-02T18:30:00", { publishedAt: null });
  await plant("night", leeds, "2026-06-07T00:30:00");
  await plant("winter", leeds, "2026-11-03T17:00:00");
});
afterAll(() => api.close());

const QUERY = `query ($filter: MeetingFilter, $first: Int, $after: String, $last: Int) {
  meetings(first: $first, last: $last, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { title group { name } } }
  }
}`;
const ask = (filter: object, more: object = { first: 100 }, who: string | null = null) =>
  api.as(who).graphql(QUERY, { filter, ...more });
const page = async (filter: object, more?: object, who?: string | null): Promise<Anything> => {
  const { data, errors } = await ask(filter, more, who);
  expect(errors).toBeUndefined();
  return data?.["meetings"];
};
const titles = async (filter: object, more?: object, who?: string | null): Promise<string[]> =>
  (await page(filter, more, who)).edges.map(({ node }: { node: { title: string } }) => node.title);
const topics = (...all: Topic[]) => all.map(({ id }) => globalId("top", id));
const near = (radiusKm: number, point = LEEDS) => ({ ...point, radiusKm });

describe("meetings by topic and place", () => {
  test("are found in the order of their start, each once, whatever number of topics it is under", async () => {
    const all = ["tuesday", "full thursday", "thursday", "moved to york", "online", "night", "winter"];
    expect(await titles({ topics: topics(chess) })).toEqual(all);
    expect(await titles({ topics: topics(tea, chess) })).toEqual(all);
    expect(await titles({ topics: topics(tea) })).toEqual(all.filter((title) => title !== "thursday"));
    expect((await page({ topics: topics(tea, chess) })).totalCount).toBe(all.length);
    expect(await titles({ topics: [idOf("ada")] })).toEqual([]);
  });

  test("are where they are held, or else where their group meets", async () => {
    const atLeeds = ["tuesday", "full thursday", "night", "winter"];
    expect(await titles({ near: near(5) })).toEqual(atLeeds);
    expect(await titles({ near: near(5), topics: topics(tea, chess) })).toEqual(atLeeds);
    expect(await titles({ near: near(5, YORK) })).toEqual(["thursday", "moved to york"]);
    expect(await titles({ near: near(5, YORK), topics: topics(tea) })).toEqual(["moved to york"]);
    expect(await titles({ near: near(400) })).toHaveLength(6);
    expect((await page({ near: near(5, YORK), topics: topics(chess) })).totalCount).toBe(2);
  });

  test("tell nobody of hidden groups and drafts, in no count and no page", async () => {
    for (const filter of [{ near: near(5) }, { topics: topics(chess) }, { near: near(5), topics: topics(chess) }]) {
      const { totalCount, edges } = await page(filter);
      expect(totalCount).toBe(edges.length);
      const found = edges.map(({ node }: { node: { title: string } }) => node.title);
      expect(found).not.toContain("hidden");
      expect(found).not.toContain("draft");
      const first = await page(filter, { first: 1 });
      expect(first).toMatchObject({ pageInfo: { hasNextPage: true }, edges: [{ node: { title: "tuesday" } }] });
    }
  });

  test("are read page by page, from either end", async () => {
    for (const filter of [{ near: near(400) }, { topics: topics(tea, chess), near: near(400) }]) {
      const all = await titles(filter);
      const walked: string[] = [];
      let after: string | null = null;
      for (;;) {
        const { edges, pageInfo } = await page(filter, { first: 2, after });
        walked.push(...edges.map(({ node }: { node: { title: string } }) => node.title));
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      expect(walked).toEqual(all);
      expect(await titles(filter, { last: 2 })).toEqual(all.slice(-2));
    }
  });

  test("follow what changes, at once: topics, places, starts", async () => {
    const { dataSource: db } = api;
    const filter = { topics: topics(tea), near: near(5) };
    const before = await titles(filter);
    await db.manager.delete(GroupTopic, { groupId: leeds.id, topicId: tea.id });
    expect(await titles(filter)).toEqual([]);
    await db.manager.insert(GroupTopic, { groupId: leeds.id, topicId: tea.id });
    await db.manager.update("groups", leeds.id, YORK);
    expect(await titles(filter)).toEqual([]);
    expect(await titles({ ...filter, near: near(5, YORK) })).toEqual([
      "tuesday",
      "full thursday",
      "moved to york",
      "night",
      "winter",
    ]);
    await db.manager.update("groups", leeds.id, LEEDS);
    await db.manager.update("meetings", ids["tuesday"] ?? "", { mode: MeetingMode.ONLINE });
    expect(await titles(filter)).toEqual(before.filter((title) => title !== "tuesday"));
    await db.manager.update("meetings", ids["tuesday"] ?? "", { mode: MeetingMode.IN_PERSON });
    expect(await titles(filter)).toEqual(before);
  });
});

describe("meetings by the clock", () => {
  test("are read by their own, as daylight saving has it", async () => {
    const own = { near: near(5) };
    expect(await titles({ ...own, weekdays: ["TUESDAY"] })).toEqual(["tuesday", "winter"]);
    expect(await titles({ ...own, dayParts: ["EVENING"] })).toEqual(["tuesday", "full thursday", "night", "winter"]);
    // 17:00 is 17:00 in June and in November, though the instants differ by an hour.
    expect(await titles({ ...own, localTime: { from: "17:00", before: "17:01" } })).toEqual(["winter"]);
    expect(await titles({ ...own, localTime: { from: "22:00", before: "02:00" } })).toEqual(["night"]);
    expect(await titles({ ...own, localTime: { before: "01:00" } })).toEqual(["night"]);
  });

  test("or by that of the asker", async () => {
    const there = { near: near(5), timeZone: "America/New_York" };
    expect(await titles({ ...there, dayParts: ["AFTERNOON"] })).toEqual(["full thursday"]);
    expect(await titles({ ...there, weekdays: ["SATURDAY"] })).toEqual(["night"]);
    // Half past six in Leeds is half past one there, in June; five in November is noon.
    expect(await titles({ ...there, localTime: { from: "12:00", before: "13:45" } })).toEqual(["tuesday", "winter"]);
  });

  test("the newcomer's question is one operation", async () => {
    const newcomer = {
      topics: topics(chess),
      languages: ["en"],
      near: near(50),
      weekdays: ["THURSDAY"],
      dayParts: ["EVENING"],
      upcoming: true,
    };
    expect(await titles(newcomer)).toEqual(["full thursday"]);
    expect(await titles({ ...newcomer, hasSeats: true })).toEqual([]);
    expect(await titles({ ...newcomer, languages: ["de"], hasSeats: true })).toEqual(["thursday"]);
    expect(await titles({ languages: ["fr"] })).toEqual(["online"]);
    const groups = async (filter: object) => {
      const query = "query ($filter: GroupFilter) { groups(filter: $filter) { totalCount edges { node { name } } } }";
      const { data, errors } = await api.as(null).graphql(query, { filter });
      expect(errors).toBeUndefined();
      return (data as Anything).groups.edges.map(({ node }: Anything) => node.name);
    };
    const thursday = { from: "2026-06-04T00:00:00Z", before: "2026-06-05T00:00:00Z" };
    const working = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"];
    const { upcoming: _upcoming, ...wish } = { ...newcomer, languages: ["en", "de"], weekdays: working };
    expect(await groups(wish)).toEqual(["Leeds", "York"]);
    expect(await groups({ ...wish, hasSeatsWithin: thursday })).toEqual(["York"]);
    // It is one meeting that must fit: Leeds has evenings, and Saturdays, but no evening on a Saturday.
    expect(await groups({ topics: topics(tea), weekdays: ["SATURDAY"] })).toEqual(["Leeds"]);
    expect(await groups({ topics: topics(tea), weekdays: ["SATURDAY"], dayParts: ["EVENING"] })).toEqual([]);
    expect(await groups({ topics: topics(tea), modes: ["ONLINE"], dayParts: ["MIDDAY"] })).toEqual(["Leeds"]);
  });
});
