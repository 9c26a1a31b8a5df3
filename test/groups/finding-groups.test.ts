import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GroupVisibility } from "../../src/groups/group.entity.ts";
import { GroupTopic } from "../../src/groups/group-topic.entity.ts";
import { globalId } from "../../src/platform/ids.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, makeGroup, makeTopic, startWithCast } from "../support/cast.ts";

let api: CastApi;
const LEEDS = { latitude: 53.8008, longitude: -1.5491 };
const LONDON = { latitude: 51.5074, longitude: -0.1278 };

beforeAll(async () => {
  api = await startWithCast();
  const db = api.dataSource;
  await db.query("update groups set latitude = null, longitude = null");
  await makeGroup(db, { name: "Centre", ...LONDON });
  await makeGroup(db, { name: "Hidden", ...LONDON, visibility: GroupVisibility.PRIVATE });
  await makeGroup(db, { name: "Croydon", latitude: 51.3762, longitude: -0.0982 });
  await makeGroup(db, { name: "Reading", latitude: 51.4543, longitude: -0.9781 });
  await makeGroup(db, { name: "Fiji west", latitude: -17, longitude: 179.99 });
  await makeGroup(db, { name: "Fiji east", latitude: -17, longitude: -179.99 });
});
afterAll(() => api.close());

const QUERY = `query ($filter: GroupFilter, $field: GroupOrderField!, $direction: OrderDirection!, $after: String) {
  groups(first: 100, filter: $filter, orderBy: { field: $field, direction: $direction }, after: $after) {
    totalCount edges { cursor node { name } }
  }
}`;
const ask = (filter: object, field = "DISTANCE", more: object = {}, who: string | null = null) =>
  api.as(who).graphql(QUERY, { filter, field, direction: "ASC", ...more });
const names = ({ data, errors }: Anything): string[] => {
  expect(errors).toBeUndefined();
  expect(data.groups.totalCount).toBeGreaterThanOrEqual(data.groups.edges.length);
  return data.groups.edges.map(({ node }: { node: { name: string } }) => node.name);
};

describe("groups near a point", () => {
  test("are those within the circle, nearest first", async () => {
    expect(names(await ask({ near: { ...LONDON, radiusKm: 1 } }))).toEqual(["Centre"]);
    expect(names(await ask({ near: { ...LONDON, radiusKm: 20 } }))).toEqual(["Centre", "Croydon"]);
    expect(names(await ask({ near: { ...LONDON, radiusKm: 100 } }))).toEqual(["Centre", "Croydon", "Reading"]);
    expect(names(await ask({ near: { ...LONDON, radiusKm: 100 } }, "DISTANCE", { direction: "DESC" }))).toEqual([
      "Reading",
      "Croydon",
      "Centre",
    ]);
  });

  test("have all of the words in a circle of any size, misspelt or begun, and are those that are about a topic", async () => {
    const chess = await makeTopic(api.dataSource, "chess", "Chess");
    const tea = await makeTopic(api.dataSource, "tea", "Tea");
    const centre = await makeGroup(api.dataSource, { name: "Chess corner", ...LEEDS });
    const cafe = await makeGroup(api.dataSource, { name: "Café & chess", ...LEEDS });
    await api.dataSource.manager.insert(GroupTopic, [
      { groupId: centre.id, topicId: tea.id },
      { groupId: cafe.id, topicId: chess.id },
    ]);
    for (const radiusKm of [1, 20, 300]) {
      const near = { ...LEEDS, radiusKm };
      const found = async (filter: object) => [radiusKm, names(await ask({ near, ...filter }, "NAME"))];
      expect(await found({ query: "chess" })).toEqual([radiusKm, ["Café & chess", "Chess corner"]]);
      expect(await found({ query: "ches cafe" })).toEqual([radiusKm, ["Café & chess"]]);
      expect(await found({ query: "tea corner" })).toEqual([radiusKm, ["Chess corner"]]);
      expect(await found({ query: "chess centre" })).toEqual([radiusKm, []]);
      expect(await found({ query: "zzz" })).toEqual([radiusKm, []]);
      const about = (...topics: { id: string }[]) => ({ topics: topics.map(({ id }) => globalId("top", id)) });
      expect(await found(about(tea))).toEqual([radiusKm, ["Chess corner"]]);
      expect(await found({ ...about(tea, chess), query: "café" })).toEqual([radiusKm, ["Café & chess"]]);
    }
  });

  test("are found across the date line", async () => {
    const near = { latitude: -17, longitude: 180, radiusKm: 5 };
    expect(names(await ask({ near }, "NAME"))).toEqual(["Fiji east", "Fiji west"]);
  });

  test("go on from a cursor", async () => {
    const filter = { near: { ...LONDON, radiusKm: 100 } };
    const { data } = await ask(filter);
    const after = (data as Anything).groups.edges[0].cursor;
    expect(names(await ask(filter, "DISTANCE", { after }))).toEqual(["Croydon", "Reading"]);
  });
});

describe("what is refused before anything is read", () => {
  const near = { ...LONDON, radiusKm: 10 };
  test.each([
    ["a latitude beyond the pole", { near: { ...near, latitude: 90.01 } }],
    ["a longitude beyond the date line", { near: { ...near, longitude: 180.5 } }],
    ["a radius of nothing", { near: { ...near, radiusKm: 0 } }],
    ["a radius above 500 km", { near: { ...near, radiusKm: 501 } }],
    ["an order by distance from nowhere", {}],
  ])("%s", async (_what, filter) => {
    const { data, errors } = await ask(filter);
    expect(data ?? null).toBeNull();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });
});
