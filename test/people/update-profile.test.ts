import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "@jest/globals";
import {
  DISPLAY_NAME_LENGTH_MAX,
  HEADLINE_LENGTH_MAX,
  LANGUAGES_MAX,
  LINKS_MAX,
  PROFILE_LINE_LENGTH_MAX,
  STORY_LENGTH_MAX,
} from "../../src/people/member-profile.ts";
import { Person } from "../../src/people/person.entity.ts";
import { TOPIC_NAME_LENGTH_MAX, TOPICS_MAX, Topic } from "../../src/topics/topic.entity.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, type CastName, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const UPDATE = `mutation($input: UpdateProfileInput!) { updateProfile(input: $input) {
  person {
    id version updatedAt listedAsAttendee
    profile {
      displayName headline story company jobTitle profession industry languages timeZone links avatarUrl
      place { city region country coordinates { latitude longitude } }
      topics { name slug }
    }
    contact { email phone }
  }
  errors { __typename code message path ... on StaleObjectError { current { id ... on Person { version } } } }
} }`;

async function update(input: Record<string, unknown>, who: CastName | null = "ben"): Promise<Anything> {
  const { data, errors } = await api.as(who).graphql(UPDATE, { input });
  return { ...(data as Anything)?.updateProfile, refused: errors };
}

const rowOf = (name: CastName): Promise<Person> => api.dataSource.manager.findOneByOrFail(Person, { id: keyOf(name) });

const events = (): Promise<{ name: string; payload: object; actor_id: string }[]> =>
  api.dataSource.query("select name, payload, actor_id from events order by position");

let before: Person;
let eventsBefore: number;
beforeEach(async () => {
  before = await rowOf("ben");
  eventsBefore = (await events()).length;
});

const whole = {
  displayName: "Ben Brücke",
  headline: "Builds bridges",
  story: "Grew up by the river.\nNever left.",
  company: "Span & Sons",
  jobTitle: "Engineer",
  profession: "Civil engineer",
  industry: "Construction",
  city: "Bristol",
  region: "South West",
  country: "GB",
  coordinates: { latitude: 51.4545, longitude: -2.5879 },
  languages: ["en-GB", "de"],
  timeZone: "Europe/London",
  links: ["https://ben.example.org/"],
  topics: ["Sailing", "Food & Drink"],
  avatarUrl: "https://ben.example.org/me.png",
  phone: "+44 20 7946 0018",
  listedAsAttendee: false,
};

test("everything given is stored, and answered as the person sees it", async () => {
  const { person, errors } = await update({ ...whole, expectedVersion: before.version });
  const { displayName, headline, story, company, jobTitle, profession, industry } = whole;
  const { languages, timeZone, links, avatarUrl, city, region, country, coordinates, listedAsAttendee } = whole;
  expect(errors).toEqual([]);
  expect(person).toEqual({
    id: idOf("ben"),
    version: before.version + 1,
    updatedAt: TEST_NOW.toISOString(),
    listedAsAttendee,
    profile: {
      displayName,
      headline,
      story,
      company,
      jobTitle,
      profession,
      industry,
      languages,
      timeZone,
      links,
      avatarUrl,
      place: { city, region, country, coordinates },
      topics: [
        { name: "Food & Drink", slug: "food-and-drink" },
        { name: "Sailing", slug: "sailing" },
      ],
    },
    contact: { email: "ben@example.org", phone: "+442079460018" },
  });
  expect(await rowOf("ben")).toMatchObject({
    displayName: whole.displayName,
    latitude: 51.4545,
    phone: "+442079460018",
  });
});

test("one event tells that something changed, and nothing of what", async () => {
  await update({ headline: "Builds longer bridges" });
  const [event, ...more] = (await events()).slice(eventsBefore);
  expect(event).toEqual({
    name: "person.profileUpdated",
    payload: { personId: keyOf("ben") },
    actor_id: keyOf("ben"),
  });
  expect(more).toEqual([]);
});

test("what is left out stays as it was", async () => {
  await update(whole);
  const { person } = await update({ headline: "Retired" });
  expect(person.profile).toMatchObject({ headline: "Retired", displayName: whole.displayName, links: whole.links });
  expect(person.profile.topics).toHaveLength(2);
});

test("null clears what can be cleared", async () => {
  await update(whole);
  const { displayName, listedAsAttendee, ...clearable } = whole;
  const { person, errors } = await update(Object.fromEntries(Object.keys(clearable).map((field) => [field, null])));
  expect(errors).toEqual([]);
  expect(person.profile).toEqual({
    displayName,
    headline: null,
    story: null,
    company: null,
    jobTitle: null,
    profession: null,
    industry: null,
    languages: [],
    timeZone: null,
    links: [],
    avatarUrl: null,
    place: { city: null, region: null, country: null, coordinates: null },
    topics: [],
  });
  expect(person.contact).toEqual({ email: "ben@example.org", phone: null });
  expect(person.listedAsAttendee).toBe(listedAsAttendee);
});

test("the same once more is no change: no version, no event", async () => {
  const { person } = await update(whole);
  const count = (await events()).length;
  const again = await update({ ...whole, headline: `  ${whole.headline} `, topics: ["SAILING", "food & drink"] });
  expect(again.person).toEqual(person);
  expect(await events()).toHaveLength(count);
});

test("nothing is changed on top of a version that the caller has not read", async () => {
  const { person, errors } = await update({ headline: "Too late", expectedVersion: before.version - 1 });
  expect(person).toBeNull();
  expect(errors).toEqual([
    {
      __typename: "StaleObjectError",
      code: "STALE",
      message: expect.any(String),
      path: ["input", "expectedVersion"],
      current: { id: idOf("ben"), version: before.version },
    },
  ]);
  expect(await rowOf("ben")).toEqual(before);
  expect(await update({ headline: before.headline, expectedVersion: before.version - 1 })).toMatchObject({
    person: null,
    errors: [{ code: "STALE" }],
  });
});

test("of parallel changes of the same version one is made", async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, number) =>
      update({ headline: `Racer ${number}`, topics: [`Race ${number}`], expectedVersion: before.version }),
    ),
  );
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(answers.filter(({ errors }) => errors[0]?.code === "STALE")).toHaveLength(4);
  expect((await rowOf("ben")).version).toBe(before.version + 1);
  expect(await events()).toHaveLength(eventsBefore + 1);
});

test("nobody changes a profile without signing in, and nobody can name another's", async () => {
  const { person, refused } = await update({ headline: "Anything" }, null);
  expect(person).toBeUndefined();
  expect(refused).toMatchObject([{ path: ["updateProfile"], extensions: { code: "UNAUTHENTICATED" } }]);
  const other = await update({ headline: "Anything", personId: idOf("ben") }, "cleo");
  expect(other.refused).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  expect(await rowOf("ben")).toEqual(before);
});

describe("at its limit", () => {
  const many = (count: number, make: (number: number) => string) => Array.from({ length: count }, (_, n) => make(n));
  const line = ["company", "jobTitle", "profession", "industry", "city", "region"].map(
    (field) => [field, PROFILE_LINE_LENGTH_MAX] as const,
  );
  const texts = [
    ["displayName", DISPLAY_NAME_LENGTH_MAX] as const,
    ["headline", HEADLINE_LENGTH_MAX] as const,
    ["story", STORY_LENGTH_MAX] as const,
    ...line,
  ];

  it.each(texts)("%s of %d characters, each of two halves, is stored; one more is refused", async (field, max) => {
    const text = "🙂".repeat(max);
    expect((await update({ [field]: text })).errors).toEqual([]);
    expect(await rowOf("ben")).toMatchObject({ [field]: text });
    expect((await update({ [field]: `${text}x` })).errors).toMatchObject([{ code: "INVALID", path: ["input", field] }]);
    expect(await rowOf("ben")).toMatchObject({ [field]: text });
  });

  const languages = ["en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "fi", "pl"];
  it.each([
    ["languages", languages.slice(0, LANGUAGES_MAX), languages, "INVALID"],
    [
      "links",
      many(LINKS_MAX, (n) => `https://example.org/${n}`),
      many(LINKS_MAX + 1, (n) => `https://example.org/${n}`),
      "INVALID",
    ],
    ["topics", many(TOPICS_MAX, (n) => `Subject ${n}`), many(TOPICS_MAX + 1, (n) => `Subject ${n}`), "LIMIT_REACHED"],
  ])("%s are stored; one more is refused", async (field, most, tooMany, code) => {
    expect((await update({ [field]: most })).errors).toEqual([]);
    expect((await update({ [field]: tooMany })).errors).toMatchObject([{ code, path: ["input", field] }]);
  });

  it("a point on the map may lie on the edge of it", async () => {
    for (const coordinates of [
      { latitude: 90, longitude: 180 },
      { latitude: -90, longitude: -180 },
    ]) {
      const { person } = await update({ coordinates });
      expect(person.profile.place.coordinates).toEqual(coordinates);
    }
  });
});

describe("a bad value is a fault with its path, and changes nothing:", () => {
  it.each<[string, unknown, string[]]>([
    ["displayName", null, ["displayName"]],
    ["displayName", " \u200b ", ["displayName"]],
    ["headline", "", ["headline"]],
    ["headline", "two\nlines", ["headline"]],
    ["story", "a bell\u0007", ["story"]],
    ["coordinates", { latitude: 90.001, longitude: 0 }, ["coordinates", "latitude"]],
    ["coordinates", { latitude: 0, longitude: -180.001 }, ["coordinates", "longitude"]],
    ["links", ["https://example.org", "javascript:alert(1)"], ["links"]],
    ["links", ["https://ben:secret@example.org"], ["links"]],
    ["topics", ["Fine", "!!!"], ["topics", "1"]],
    ["topics", ["x".repeat(TOPIC_NAME_LENGTH_MAX + 1)], ["topics", "0"]],
    ["avatarUrl", "/me.png", ["avatarUrl"]],
    ["phone", "020 7946 0018", ["phone"]],
    ["listedAsAttendee", null, ["listedAsAttendee"]],
  ])("%s %j", async (field, value, path) => {
    const { person, errors } = await update({ company: "Changed", [field]: value });
    expect(person).toBeNull();
    expect(errors).toMatchObject([{ __typename: "InvalidInputError", code: "INVALID", path: ["input", ...path] }]);
    expect(await rowOf("ben")).toEqual(before);
    expect(await events()).toHaveLength(eventsBefore);
  });

  it("several at once are told at once, and no value is repeated", async () => {
    const { errors } = await update({
      headline: "two\nlines",
      phone: "12-not-a-number",
      coordinates: { latitude: 91, longitude: 0 },
    });
    expect(errors.map((error: Anything) => error.path.join("."))).toEqual(
      expect.arrayContaining(["input.headline", "input.phone", "input.coordinates.latitude"]),
    );
    expect(JSON.stringify(errors)).not.toMatch(/12-not|two/);
  });

  it.each([
    ["country", "XX"],
    ["timeZone", "Etc/GMT+5"],
    ["languages", ["not a tag"]],
    ["coordinates", { latitude: 1 }],
    ["headline", "a\u0000b"],
    ["headline", "half \ud83d"],
  ])("%s %j, which no document may hold", async (field, value) => {
    const { refused, errors } = await update({ [field]: value });
    const codes = [...(refused ?? []), ...(errors ?? [])].map((error: Anything) => error.code ?? error.extensions.code);
    expect(["BAD_USER_INPUT", "INVALID"]).toContain(codes[0]);
    expect(await rowOf("ben")).toEqual(before);
  });
});

test("texts come back character by character, whatever they are written in", async () => {
  const story = 'Ελληνικά, עברית, हिन्दी, 日本語, 👩‍🚀\n<b>"quoted" & \\slashed\\</b> \u2028 it\'s 100 % $1';
  const { person } = await update({ story, headline: "e\u0301tude" });
  expect(person.profile.story).toBe(story.replace("\u2028", "\n"));
  expect(person.profile.headline).toBe("étude");
});

test("topics that many name in the same moment are the same rows", async () => {
  const names = ["Astronomy", "Beekeeping", "Chess"];
  const who = ["ada", "ben", "cleo", "dev", "hana"] as const;
  const answers = await Promise.all(who.map((name, n) => update({ topics: n % 2 ? names.toReversed() : names }, name)));
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  expect(await api.dataSource.manager.countBy(Topic, { slug: "beekeeping" })).toBe(1);
});
