import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const refused = async (type: "Group" | "Meeting", filter: object): Promise<[unknown, unknown, string]> => {
  const document = `query ($filter: ${type}Filter) { found: ${type.toLowerCase()}s(filter: $filter) { totalCount } }`;
  const { data, errors = [] } = await api.as(null).graphql(document, { filter });
  return [
    data ?? null,
    errors.map(({ extensions }) => extensions.code),
    errors.map(({ message }) => message).join(" "),
  ];
};
const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const circle = { latitude: 53.8, longitude: -1.5, radiusKm: 10 };

/** What is sent, and the part of the input that the answer names. */
const OF_BOTH: readonly (readonly [string, object, string])[] = [
  ["a circle of no size", { near: { ...circle, radiusKm: 0 } }, "filter.near.radiusKm"],
  ["a circle of less than nothing", { near: { ...circle, radiusKm: -1 } }, "filter.near.radiusKm"],
  ["a circle above 500 km", { near: { ...circle, radiusKm: 500.1 } }, "filter.near.radiusKm"],
  ["a middle beyond the pole", { near: { ...circle, latitude: 90.1 } }, "filter.near.latitude"],
  ["a middle beyond the date line", { near: { ...circle, longitude: -180.1 } }, "filter.near.longitude"],
  ["a circle without a middle", { near: { latitude: 53.8, radiusKm: 1 } }, "filter.near"],
  ["more days than a week has", { weekdays: many(8, "MONDAY") }, "filter.weekdays"],
  ["a day that is none", { weekdays: ["CATURDAY"] }, "filter.weekdays[0]"],
  ["more parts than a day has", { dayParts: many(5, "EVENING") }, "filter.dayParts"],
  ["a zone that nobody knows", { timeZone: "Europe/Nowhere" }, "filter.timeZone"],
  ["an offset for a zone", { timeZone: "+01:00" }, "filter.timeZone"],
  ["a language that is none", { languages: ["english, please"] }, "filter.languages[0]"],
  ["more languages than there may be", { languages: many(101, "en") }, "filter.languages"],
  ["a query without a word", { query: "?!" }, "query"],
];
const OF_GROUPS: typeof OF_BOTH = [
  ["more topics than there may be", { topics: many(101, idOf("ada")) }, "filter.topics"],
  ["a way of meeting that is none", { modes: ["BY_POST"] }, "filter.modes[0]"],
  ["a span for a seat without bounds", { hasSeatsWithin: {} }, "filter.hasSeatsWithin"],
  ["a span for a seat that begins at no moment", { hasSeatsWithin: { from: "soon" } }, "filter.hasSeatsWithin.from"],
];
const OF_MEETINGS: typeof OF_BOTH = [
  ["more topics than there may be", { topics: many(21, idOf("ada")) }, "filter.topics"],
  ["a span of time without bounds", { startsAt: {} }, "filter.startsAt"],
  ["a span of time that ends at no moment", { startsAt: { before: "late" } }, "filter.startsAt.before"],
  ["a span of the day without bounds", { localTime: {} }, "filter.localTime"],
  ["one that ends when it begins", { localTime: { from: "17:00", before: "17:00" } }, "filter.localTime"],
  ["a time of day that is none", { localTime: { from: "25:00" } }, "filter.localTime.from"],
];

describe("refused before anything is read, by the name of what is at fault:", () => {
  test.each([
    ...[...OF_BOTH, ...OF_GROUPS].map(([what, filter, named]) => ["Group", what, filter, named] as const),
    ...[...OF_BOTH, ...OF_MEETINGS].map(([what, filter, named]) => ["Meeting", what, filter, named] as const),
  ])("of a %s, %s", async (type, _what, filter, named) => {
    expect(await refused(type, filter)).toEqual([null, ["BAD_USER_INPUT"], expect.stringContaining(named)]);
  });
});

describe("the most that there may be is answered:", () => {
  test.each([
    ["Group", { weekdays: many(7, "MONDAY"), dayParts: many(4, "EVENING"), topics: many(100, idOf("ada")) }],
    ["Meeting", { weekdays: many(7, "MONDAY"), dayParts: many(4, "EVENING"), topics: many(20, idOf("ada")) }],
    ["Group", { near: { ...circle, radiusKm: 500 } }],
    ["Meeting", { near: { ...circle, radiusKm: 500 }, localTime: { from: "23:00", before: "22:59" } }],
  ] as const)("of a %s, %j", async (type, filter) => {
    const [data, codes] = await refused(type, filter);
    expect([codes, data]).toEqual([[], { found: { totalCount: expect.any(Number) } }]);
  });
});
