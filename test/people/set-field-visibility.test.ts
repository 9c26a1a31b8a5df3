import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Person } from "../../src/people/person.entity.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const SET = `mutation($input: SetFieldVisibilityInput!) { setFieldVisibility(input: $input) {
  person { version visibility { field audience } } errors { code message path }
} }`;

async function set(input: Record<string, unknown>, who: CastName | null = "ben"): Promise<Anything> {
  const { data, errors } = await api.as(who).graphql(SET, { input });
  return { ...(data as Anything)?.setFieldVisibility, refused: errors };
}

const rowOf = (name: CastName): Promise<Person> => api.dataSource.manager.findOneByOrFail(Person, { id: keyOf(name) });
const events = (): Promise<{ name: string; payload: object }[]> =>
  api.dataSource.query("select name, payload from events order by position");

let before: Person;
let eventsBefore: number;
beforeEach(async () => {
  before = await rowOf("ben");
  eventsBefore = (await events()).length;
});

test("every part begins with the audience that suits it", async () => {
  const { data } = await api.as("cleo").graphql<Anything>("{ viewer { visibility { field audience } } }");
  const audiences = Object.fromEntries(
    data.viewer.visibility.map(({ field, audience }: Anything) => [field, audience]),
  );
  expect(audiences).toEqual({
    DISPLAY_NAME: "PUBLIC",
    HEADLINE: "PUBLIC",
    STORY: "GROUPS_IN_COMMON",
    COMPANY: "GROUPS_IN_COMMON",
    JOB_TITLE: "GROUPS_IN_COMMON",
    PROFESSION: "GROUPS_IN_COMMON",
    INDUSTRY: "GROUPS_IN_COMMON",
    PLACE: "GROUPS_IN_COMMON",
    COORDINATES: "NOBODY",
    LANGUAGES: "GROUPS_IN_COMMON",
    TIME_ZONE: "GROUPS_IN_COMMON",
    LINKS: "GROUPS_IN_COMMON",
    TOPICS: "GROUPS_IN_COMMON",
    AVATAR: "GROUPS_IN_COMMON",
    EMAIL: "ORGANISERS",
    PHONE: "ORGANISERS",
  });
});

test("the parts named change, the others stay, and one event tells that something did", async () => {
  const { person, errors } = await set({
    fields: [
      { field: "STORY", audience: "PUBLIC" },
      { field: "EMAIL", audience: "NOBODY" },
    ],
    expectedVersion: before.version,
  });
  expect(errors).toEqual([]);
  expect(person.version).toBe(before.version + 1);
  expect(await rowOf("ben")).toEqual({
    ...(before as object),
    storyAudience: "PUBLIC",
    emailAudience: "NOBODY",
    version: before.version + 1,
    updatedAt: expect.any(Date),
  });
  expect((await events()).slice(eventsBefore)).toEqual([
    { name: "person.visibilityChanged", payload: { personId: keyOf("ben") } },
  ]);
});

test("the same once more is no change", async () => {
  const input = { fields: [{ field: "STORY", audience: "CONNECTIONS" }] };
  const { person } = await set(input);
  const count = (await events()).length;
  expect((await set(input)).person).toEqual(person);
  expect(await events()).toHaveLength(count);
});

test.each<[string, Anything, Anything]>([
  [
    "a part named twice",
    { fields: ["PUBLIC", "NOBODY"].map((audience) => ({ field: "PHONE", audience })) },
    { code: "INVALID", path: ["input", "fields", "1", "field"] },
  ],
  ["no part at all", { fields: [] }, { code: "INVALID", path: ["input", "fields"] }],
  [
    "a version that is not the present one",
    { fields: [{ field: "PHONE", audience: "PUBLIC" }], expectedVersion: 0 },
    { code: "STALE", path: ["input", "expectedVersion"] },
  ],
])("%s is refused, and nothing changes", async (_what, input, fault) => {
  expect(await set(input)).toMatchObject({ person: null, errors: [fault] });
  expect(await rowOf("ben")).toEqual(before);
});

test("nobody chooses without signing in, and nobody chooses for another", async () => {
  const fields = [{ field: "EMAIL", audience: "PUBLIC" }];
  expect((await set({ fields }, null)).refused).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  expect((await set({ fields }, "cleo")).errors).toEqual([]);
  expect(await rowOf("ben")).toEqual(before);
});

test("what somebody chose is theirs alone to see", async () => {
  const query =
    "query($id: ID!) { node(id: $id) { id ... on Person { visibility { field } version updatedAt createdAt listedAsAttendee viewerCanUpdateProfile } } }";
  const own = await api.as("ben").graphql<Anything>(query, { id: idOf("ben") });
  expect(own.data.node).toMatchObject({ viewerCanUpdateProfile: true, listedAsAttendee: true });
  for (const who of [null, "cleo", "hana", "dev", "ada"] as const) {
    const { data } = await api.as(who).graphql<Anything>(query, { id: idOf("ben") });
    expect(data.node).toEqual({
      id: idOf("ben"),
      visibility: null,
      version: null,
      updatedAt: null,
      createdAt: null,
      listedAsAttendee: null,
      viewerCanUpdateProfile: false,
    });
  }
});
