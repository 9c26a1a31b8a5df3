import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "@jest/globals";
import { getNamedType, isObjectType, parse } from "graphql";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { Membership, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { Audience } from "../../src/people/audience.ts";
import { Person } from "../../src/people/person.entity.ts";
import { PersonTopic } from "../../src/people/person-topic.entity.ts";
import { AUDIENCE_COLUMNS, ProfileField } from "../../src/people/profile-field.ts";
import { createReads } from "../../src/platform/reads/execute.ts";
import type { Anything } from "../support/anything.ts";
import {
  type CastApi,
  type CastName,
  fixedId,
  idOf,
  keyOf,
  makePerson,
  makeRow,
  makeTopic,
  makeVisitor,
  startWithCast,
} from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { TEST_NOW } from "../support/start-api.ts";

const PROFILE: Partial<Person> = {
  headline: "Builds bridges",
  story: "Grew up by the river.",
  company: "Span",
  jobTitle: "Engineer",
  profession: "Civil engineer",
  industry: "Construction",
  city: "Bristol",
  region: "South West",
  country: "GB",
  latitude: 51.4545,
  longitude: -2.5879,
  languages: ["en-GB"],
  timeZone: "Europe/London",
  links: ["https://ben.example.org/"],
  avatarUrl: "https://ben.example.org/me.png",
  phone: "+442079460018",
};

/** What each part looks like to somebody who may read it, by where it stands below `Person`. */
const SHOWN: Record<ProfileField, Record<string, unknown>> = {
  DISPLAY_NAME: { "profile.displayName": "Ben" },
  HEADLINE: { "profile.headline": PROFILE.headline },
  STORY: { "profile.story": PROFILE.story },
  COMPANY: { "profile.company": PROFILE.company },
  JOB_TITLE: { "profile.jobTitle": PROFILE.jobTitle },
  PROFESSION: { "profile.profession": PROFILE.profession },
  INDUSTRY: { "profile.industry": PROFILE.industry },
  PLACE: {
    "profile.place.city": PROFILE.city,
    "profile.place.region": PROFILE.region,
    "profile.place.country": PROFILE.country,
  },
  COORDINATES: {
    "profile.place.coordinates.latitude": PROFILE.latitude,
    "profile.place.coordinates.longitude": PROFILE.longitude,
  },
  LANGUAGES: { "profile.languages": PROFILE.languages },
  TIME_ZONE: { "profile.timeZone": PROFILE.timeZone },
  LINKS: { "profile.links": PROFILE.links },
  TOPICS: { "profile.topics": [{ slug: "sailing" }] },
  AVATAR: { "profile.avatarUrl": PROFILE.avatarUrl },
  EMAIL: { "contact.email": "ben@example.org" },
  PHONE: { "contact.phone": PROFILE.phone },
};
const PARTS = Object.values(ProfileField);

const PERSON = `fragment person on Person {
  id
  profile {
    displayName headline story company jobTitle profession industry languages timeZone links avatarUrl
    place { city region country coordinates { latitude longitude } }
    topics { slug }
  }
  contact { email phone }
}`;

let api: CastApi;
let membershipId: string;
beforeAll(async () => {
  api = await startWithCast();
  const db = api.dataSource;
  const topic = await makeTopic(db, "sailing", "Sailing");
  await makeRow(db, PersonTopic, { personId: keyOf("ben"), topicId: topic.id });
  await db.manager.update(Person, keyOf("ben"), PROFILE);
  // With eva it ended, and kit he blocks.
  for (const [index, name] of (["cleo", "hana", "eva", "kit"] as const).entries()) {
    await makeRow(db, ConnectedPair, {
      id: fixedId(0xc0 + index),
      ...pairOf(keyOf("ben"), keyOf(name)),
      origin: ConnectionOrigin.INVITATION,
      startedAt: TEST_NOW,
      endedAt: name === "eva" ? TEST_NOW : null,
    });
  }
  const membership = await db.manager.findOneByOrFail(Membership, { personId: keyOf("ben") });
  membershipId = `mem_${membership.id.replaceAll("-", "")}`;
});
afterAll(() => api.close());

const audiences = (of: (part: ProfileField) => Audience): Partial<Person> =>
  Object.fromEntries(PARTS.map((part) => [AUDIENCE_COLUMNS[part], of(part)]));
const show = (of: (part: ProfileField) => Audience) =>
  api.dataSource.manager.update(Person, keyOf("ben"), audiences(of));

type Who = CastName | null;

/** Ben as `who` finds him, along every way that leads to him; null where there is no way. */
async function sights(who: Who): Promise<Anything[]> {
  const { data, errors } = await api.as(who).graphql<Anything>(
    `query($ben: ID!, $group: ID!, $membership: ID!) {
      node(id: $ben) { ...person }
      nodes(ids: [$ben]) { ...person }
      group: node(id: $group) { ... on Group { memberships(first: 20) { edges { node { person { ...person } } } } } }
      membership: node(id: $membership) { ... on Membership { person { ...person } } }
    } ${PERSON}`,
    { ben: idOf("ben"), group: idOf("harbourBreakfast"), membership: membershipId },
  );
  expect(errors).toBeUndefined();
  const listed = (data.group?.memberships?.edges ?? []).map((edge: Anything) => edge.node.person);
  const nested = listed.find((person: Anything) => person?.id === idOf("ben"));
  return [data.node, data.nodes[0], nested ?? null, data.membership?.person ?? null];
}

/** Every value below a person that is not null, by its path. */
function valuesOf(value: Anything, path = ""): Record<string, unknown> {
  if (value === null || path === "id") return {};
  if (typeof value !== "object" || Array.isArray(value)) return { [path]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, below]) => valuesOf(below, path === "" ? key : `${path}.${key}`)),
  );
}

const shown = (parts: readonly ProfileField[]): Record<string, unknown> =>
  Object.assign({}, ...parts.map((part) => SHOWN[part]));

/** Who belongs to ben's circles; `kit`, whom he blocks, belongs to none. */
const VIEWERS: readonly Who[] = [null, "cleo", "eva", "remy", "bao", "kit", "hana", "dev", "ada", "ben"];
const IN_AUDIENCE: Record<Audience, readonly Who[]> = {
  PUBLIC: [null, "cleo", "eva", "remy", "bao", "hana", "dev", "ada", "ben"],
  SIGNED_IN: ["cleo", "eva", "remy", "bao", "hana", "dev", "ada", "ben"],
  GROUPS_IN_COMMON: ["hana", "dev", "ada", "ben"],
  ORGANISERS: ["dev", "ada", "ben"],
  CONNECTIONS: ["cleo", "hana", "ben"],
  NOBODY: ["ben"],
};
/** Members of the group that ben is in; only to them do its members lead. */
const NESTED: readonly Who[] = ["hana", "dev", "ada", "ben"];

describe.each(Object.values(Audience))("threat 6: a profile shown to %s", (audience) => {
  beforeAll(() => show(() => audience));

  it.each(VIEWERS)("is read by %s along every way exactly as far as that says", async (who) => {
    const [byId, byIds, nested, ofMembership] = await sights(who);
    if (who === "kit") {
      expect([byId, byIds, nested, ofMembership]).toEqual([null, null, null, null]);
      return;
    }
    const expected = IN_AUDIENCE[audience].includes(who) ? shown(PARTS) : {};
    expect(byId.id).toBe(idOf("ben"));
    expect(valuesOf(byId)).toEqual(expected);
    expect(byIds).toEqual(byId);
    for (const sight of [nested, ofMembership]) expect(sight).toEqual(NESTED.includes(who) ? byId : null);
  });
});

describe("each part has an audience of its own:", () => {
  it.each(PARTS)("%s alone is public", async (part) => {
    await show((each) => (each === part ? Audience.PUBLIC : Audience.NOBODY));
    const [byId] = await sights(null);
    expect(valuesOf(byId)).toEqual(shown([part]));
  });

  it.each(PARTS)("%s alone is hidden from fellow members", async (part) => {
    await show((each) => (each === part ? Audience.ORGANISERS : Audience.GROUPS_IN_COMMON));
    const [byId] = await sights("hana");
    expect(valuesOf(byId)).toEqual(shown(PARTS.filter((each) => each !== part)));
  });
});

test("to begin with, name and headline are public, contact is the organisers', the point on the map nobody's", async () => {
  const fresh = await makePerson(api.dataSource);
  await show((part) => fresh[AUDIENCE_COLUMNS[part]]);
  const seenBy = async (who: Who) => valuesOf((await sights(who))[0]);
  const atFirst = [ProfileField.DISPLAY_NAME, ProfileField.HEADLINE];
  const hidden = [ProfileField.COORDINATES, ProfileField.EMAIL, ProfileField.PHONE];
  expect(await seenBy(null)).toEqual(shown(atFirst));
  expect(await seenBy("cleo")).toEqual(shown(atFirst));
  expect(await seenBy("hana")).toEqual(shown(PARTS.filter((part) => !hidden.includes(part))));
  expect(await seenBy("ada")).toEqual(shown(PARTS.filter((part) => part !== ProfileField.COORDINATES)));
});

describe("threat 7: when a membership ends,", () => {
  beforeEach(async () => {
    await show(() => Audience.ORGANISERS);
    await api.dataSource.manager.update(Membership, { personId: keyOf("ben") }, { status: MembershipStatus.ACTIVE });
    await api.dataSource.manager.update(Membership, { personId: keyOf("dev") }, { status: MembershipStatus.ACTIVE });
  });

  it("an organiser sees no more than a stranger does of who left, with the next request", async () => {
    expect(valuesOf((await sights("dev"))[0])).toEqual(shown(PARTS));
    await api.dataSource.manager.update(
      Membership,
      { personId: keyOf("ben") },
      { status: MembershipStatus.RESIGNED, endedAt: TEST_NOW },
    );
    expect(valuesOf((await sights("dev"))[0])).toEqual({});
    await api.dataSource.manager.update(
      Membership,
      { personId: keyOf("ben") },
      { status: MembershipStatus.ACTIVE, endedAt: null },
    );
  });

  it("whoever was an organiser sees no more than a stranger does", async () => {
    await api.dataSource.manager.update(Membership, { personId: keyOf("dev") }, { status: MembershipStatus.REMOVED });
    expect(valuesOf((await sights("dev"))[0])).toEqual({});
    await api.dataSource.manager.update(Membership, { personId: keyOf("dev") }, { status: MembershipStatus.ACTIVE });
  });

  it("an organiser of another group has nothing here", async () => {
    expect(valuesOf((await sights("eva"))[0])).toEqual({});
  });
});

describe("somebody without an account", () => {
  const look = async (who: Who, id: string) => {
    const query = `query($id: ID!) { node(id: $id) { ...person } } ${PERSON}`;
    return (await api.as(who).graphql<Anything>(query, { id })).data.node;
  };

  it("is known to those who take the roll of a group that they visited, and to nobody else", async () => {
    for (const who of ["ada", "dev", "hana"] as const)
      expect((await look(who, idOf("walt"))).profile.displayName).toBe("Walt");
    for (const who of [null, "ben", "cleo", "eva", "remy", "bao"] as const)
      expect(await look(who, idOf("walt"))).toBeNull();
  });

  it("shows their address to nobody before they say so: a visitor is no member", async () => {
    const guest = await makePerson(api.dataSource, { emailVerifiedAt: null, phone: "+442079460018" });
    await makeVisitor(api.dataSource, { groupId: keyOf("harbourBreakfast"), personId: guest.id });
    const person = await look("ada", `per_${guest.id.replaceAll("-", "")}`);
    expect(person.profile.displayName).toBe("Pat Example");
    expect(person.contact).toBeNull();
  });

  it("is there for everybody once they signed in", async () => {
    await api.dataSource.manager.update(Person, keyOf("walt"), {
      email: "walt@example.org",
      emailVerifiedAt: TEST_NOW,
    });
    expect((await look(null, idOf("walt"))).profile.displayName).toBe("Walt");
    await api.dataSource.manager.update(Person, keyOf("walt"), { emailVerifiedAt: null });
  });
});

test("who the viewer is to a person is asked once a person, however many parts are read", async () => {
  const statements: string[] = [];
  const { schema } = api.server;
  const { dataSource } = api;
  const reads = createReads({ schema, dataSource, onStatement: (text) => statements.push(text) });
  const viewerId = keyOf("hana");
  const { ctx } = testJobs(dataSource.manager);
  const ask = (fields: string) =>
    reads.answer(
      parse(`{ node(id: "${idOf("ben")}") { ... on Person { ${fields} } } }`),
      null,
      {},
      { ...ctx, viewerId },
    );
  await ask("profile { story }");
  await ask(
    "profile { story company jobTitle profession industry languages timeZone links avatarUrl } contact { email phone }",
  );
  const [one, all] = statements.map((text) => text.split('from "memberships"').length);
  expect(statements).toHaveLength(2);
  expect(one).toBeGreaterThan(1);
  expect(all).toBe(one);
});

test("what an act answers obeys the same audiences", async () => {
  await show(() => Audience.GROUPS_IN_COMMON);
  const { data } = await api
    .as("finn")
    .graphql<Anything>(
      `mutation($input: UnblockPersonInput!) { unblockPerson(input: $input) { person { ...person } } } ${PERSON}`,
      { input: { personId: idOf("ben") } },
    );
  expect(data.unblockPerson.person.id).toBe(idOf("ben"));
  expect(valuesOf(data.unblockPerson.person)).toEqual({});
});

test("the viewer is whoever is signed in, and nobody for those who are not", async () => {
  const query = "{ viewer { id viewerCanBlock viewerCanUpdateProfile } }";
  expect((await api.as("ben").graphql(query)).data).toEqual({
    viewer: { id: idOf("ben"), viewerCanBlock: false, viewerCanUpdateProfile: true },
  });
  expect((await api.as(null).graphql(query)).data).toEqual({ viewer: null });
  const other = "query($id: ID!) { node(id: $id) { ... on Person { viewerCanBlock viewerCanUpdateProfile } } }";
  expect((await api.as("cleo").graphql<Anything>(other, { id: idOf("ben") })).data.node).toEqual({
    viewerCanBlock: true,
    viewerCanUpdateProfile: false,
  });
  expect((await api.as(null).graphql<Anything>(other, { id: idOf("ben") })).data.node.viewerCanBlock).toBe(false);
});

test("threat 4: profile and contact stand in one place of the schema, and people are neither listed, ordered nor filtered", () => {
  const types = Object.values(api.server.schema.getTypeMap()).filter(isObjectType);
  const fieldsOf = (name: string) =>
    types.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type).name === name)
        .map((field) => `${type.name}.${field.name}`),
    );
  // What others would see stands in the preview, which is of oneself alone.
  expect(fieldsOf("MemberContact")).toEqual(["Person.contact", "ProfilePreview.contact"]);
  expect(fieldsOf("MemberProfile")).toEqual(["Person.profile", "ProfilePreview.profile"]);
  expect(fieldsOf("ProfilePreview")).toEqual(["Person.profileAs"]);
  for (const name of ["PersonConnection", "PersonOrder", "PersonFilter"])
    expect(api.server.schema.getType(name)).toBeUndefined();
});
