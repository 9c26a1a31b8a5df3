import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AttendeeListAudience } from "../../src/groups/group.entity.ts";
import { idOf, keyOf, makeGroup, makeMembership, makePerson } from "../support/cast.ts";
import { RsvpHouse, type Who } from "../support/rsvps.ts";

let house: RsvpHouse;
beforeAll(async () => {
  house = await RsvpHouse.open();
});
afterAll(() => house.close());

interface Answer {
  readonly rsvps: { totalCount: number; edges: { node: { person: { id: string }; status: string } }[] };
  readonly goingCount: number;
}

/** Who stands on the list that somebody reads, in order of answering. */
async function list(who: Who, meeting: { globalId: string }, filter = "{}") {
  const { data } = await house.api.as(who).graphql<{ node: Answer | null }>(
    `{ node(id: "${meeting.globalId}") { ... on Meeting { goingCount
         rsvps(first: 20, filter: ${filter}) { totalCount edges { node { person { id } status } } } } } }`,
  );
  const found = data?.node;
  const names = found?.rsvps.edges.map(({ node }) => `${nameOf(node.person.id)} ${node.status}`) ?? [];
  expect(found?.rsvps.totalCount).toBe(names.length);
  return { names, goingCount: found?.goingCount };
}

const PEOPLE = ["ada", "ben", "cleo", "dev", "hana", "kit", "finn", "eva"] as const;
const nameOf = (id: string): string => PEOPLE.find((name) => idOf(name) === id) ?? id;

/** The audience on a group of its own, where hana hosts, ben and finn are members, and cleo answers as a stranger. */
async function listed(audience: AttendeeListAudience) {
  const group = await makeGroup(house.api.dataSource, { attendeeListAudience: audience });
  for (const name of ["ben", "finn", "hana"] as const) {
    await makeMembership(house.api.dataSource, {
      groupId: group.id,
      personId: keyOf(name),
      ...(name === "hana" && { role: "HOST" as never }),
    });
  }
  const meeting = await house.meeting({ groupId: group.id });
  for (const name of ["ben", "finn", "cleo"] as const) {
    house.clock.pass(1);
    await house.going(name, meeting);
  }
  house.clock.pass(1);
  await house.say("eva", "rsvpMaybe", meeting);
  return meeting;
}

const GOING = ["ben GOING", "finn GOING", "cleo GOING"];

describe("the attendee list", () => {
  test.each([
    [AttendeeListAudience.PUBLIC, { nobody: GOING, stranger: GOING, member: GOING }],
    [AttendeeListAudience.SIGNED_IN, { nobody: [], stranger: GOING, member: GOING }],
    [AttendeeListAudience.MEMBERS, { nobody: [], stranger: [], member: GOING }],
  ])("is for whom the group says: %s", async (audience, expected) => {
    const meeting = await listed(audience);
    expect((await list(null, meeting)).names).toEqual(expected.nobody);
    expect((await list("dev", meeting)).names).toEqual(expected.stranger);
    expect((await list("finn", meeting)).names).toEqual(expected.member);
    // Whoever answered sees their own answer, whatever it is; who hosts sees all; the number is no secret.
    expect((await list("eva", meeting)).names).toContain("eva MAYBE");
    expect((await list("hana", meeting)).names).toEqual([...GOING, "eva MAYBE"]);
    expect((await list(null, meeting)).goingCount).toBe(3);
  });

  test("leaves out who does not want to stand on it, but for those who host", async () => {
    const meeting = await listed(AttendeeListAudience.PUBLIC);
    const listing = (is: boolean) =>
      house.api.dataSource.query("update people set listed_as_attendee = $2 where id = $1", [keyOf("cleo"), is]);
    await listing(false);
    expect((await list("finn", meeting)).names).toEqual(GOING.slice(0, 2));
    expect((await list("cleo", meeting)).names).toEqual(GOING);
    expect((await list("hana", meeting)).names).toEqual([...GOING, "eva MAYBE"]);
    expect((await list("finn", meeting)).goingCount).toBe(3);
    await listing(true);
  });

  test("is without those between whom and the viewer there is a block", async () => {
    const meeting = await listed(AttendeeListAudience.PUBLIC);
    expect((await list("kit", meeting)).names).toEqual(GOING.slice(1));
    await house.going("kit", meeting);
    expect((await list("ben", meeting)).names).toEqual(GOING);
    expect((await list("finn", meeting)).names).toEqual([...GOING, "kit GOING"]);
  });

  test("is filtered by status and mode", async () => {
    const meeting = await listed(AttendeeListAudience.MEMBERS);
    expect((await list("hana", meeting, "{ statuses: [MAYBE] }")).names).toEqual(["eva MAYBE"]);
    expect((await list("hana", meeting, "{ modes: [ONLINE] }")).names).toEqual([]);
    expect((await list("finn", meeting, "{ statuses: [MAYBE] }")).names).toEqual([]);
  });

  test("of a private group's meeting is not there for strangers, nor is any answer by its id", async () => {
    const meeting = await house.meeting({ groupId: keyOf("quaysideCircle") });
    await house.going("finn", meeting);
    const { data } = await house.api
      .as("cleo")
      .graphql(
        `{ meeting: node(id: "${meeting.globalId}") { id } rsvp: node(id: "${house.rsvpId(await house.row(meeting, "finn"))}") { id } }`,
      );
    expect(data).toEqual({ meeting: null, rsvp: null });
  });
});

describe("a person's answers", () => {
  test("are theirs, and those of who hosts the group; never a list of where somebody goes", async () => {
    const meeting = await listed(AttendeeListAudience.PUBLIC);
    const seen = async (who: Who) => {
      const { data } = await house.api
        .as(who)
        .graphql<{ node: { rsvps: { edges: { node: { meeting: { id: string } } }[] } } }>(
          `{ node(id: "${idOf("cleo")}") { ... on Person { rsvps(first: 50) { edges { node { meeting { id } } } } } } }`,
        );
      return data?.node.rsvps.edges.map(({ node }) => node.meeting.id) ?? [];
    };
    expect(await seen("cleo")).toContain(meeting.globalId);
    expect(await seen("hana")).toContain(meeting.globalId);
    expect(await seen("finn")).toEqual([]);
    expect(await seen(null)).toEqual([]);
  });
});

describe("one's own evenings", () => {
  /** Titles that somebody reads in `viewer.rsvps`, a page of two at a time. */
  async function evenings(who: Who, filter: string, direction = "ASC"): Promise<string[]> {
    const titles: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data } = await house.api.as(who).graphql<{ viewer: { rsvps: Evenings } }>(
        `query ($after: String) { viewer { rsvps(first: 2, after: $after, filter: ${filter},
           orderBy: { field: MEETING_STARTS_AT, direction: ${direction} }) {
           totalCount pageInfo { hasNextPage endCursor } edges { node { meeting { title } } } } } }`,
        { after },
      );
      const page = data?.viewer.rsvps as Evenings;
      titles.push(...page.edges.map(({ node }) => node.meeting.title));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) {
        expect(page.totalCount).toBe(titles.length);
        return titles;
      }
    }
  }
  interface Evenings {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly edges: { readonly node: { readonly meeting: { readonly title: string } } }[];
  }

  test("are in the order of the meetings' starts, and those to come are told by the server's clock", async () => {
    const { id } = await makePerson(house.api.dataSource);
    // Answered in another order than they are held; two start at the same time, and the length is 90 minutes.
    const days = { fifth: "05", second: "02", alsoSecond: "02", fourth: "04", third: "03" };
    for (const [title, day] of Object.entries(days)) {
      const meeting = await house.meeting({ title, startsAtLocal: `2026-06-${day}T19:00:00`, durationMinutes: 90 });
      house.clock.pass(1);
      await house.going(id, meeting);
    }
    const all = await evenings(id, "{}");
    expect(all.slice(0, 2).sort()).toEqual(["alsoSecond", "second"]);
    expect(all.slice(2)).toEqual(["third", "fourth", "fifth"]);
    expect(await evenings(id, "{}", "DESC")).toEqual(all.toReversed());

    // The fourth is held from 18:00 to 19:30 UTC.
    const seconds = (Date.parse("2026-06-04T19:29:59Z") - house.clock.now().getTime()) / 1000;
    house.clock.pass(seconds);
    expect(await evenings(id, "{ upcoming: true }")).toEqual(["fourth", "fifth"]);
    expect(await evenings(id, "{ upcoming: false }")).toEqual(all.slice(0, 3));
    house.clock.pass(1);
    expect(await evenings(id, "{ upcoming: true }")).toEqual(["fifth"]);
    expect(await evenings(id, "{ upcoming: true, statuses: [MAYBE] }")).toEqual([]);
    expect(await evenings(id, "{ upcoming: false }", "DESC")).toEqual(all.slice(0, 4).toReversed());
    house.clock.pass(-seconds - 1);
  });
});

describe("viewerCanRsvp", () => {
  test("is what rsvpGoing then says", async () => {
    const now = house.clock.now();
    const soon = new Date(now.getTime() + 60_000);
    const meetings = [
      await house.meeting(),
      await house.meeting({ cancelledAt: now }),
      await house.meeting({ startsAtLocal: "2026-06-01T10:00:00" }),
      await house.meeting({ rsvpOpensAt: soon }),
      await house.meeting({ rsvpOpensAt: now, rsvpClosesAt: soon }),
      await house.meeting({ rsvpClosesAt: now }),
    ];
    for (const who of ["ben", "cleo", "bao"] as const) {
      for (const meeting of meetings) {
        const { data } = await house.api
          .as(who)
          .graphql<{ node: { viewerCanRsvp: boolean } }>(
            `{ node(id: "${meeting.globalId}") { ... on Meeting { viewerCanRsvp } } }`,
          );
        expect([who, data?.node.viewerCanRsvp]).toEqual([who, (await house.goes(who, meeting)) === "GOING"]);
      }
    }
    const [open] = meetings;
    const { data } = await house.api
      .as(null)
      .graphql(`{ node(id: "${open?.globalId}") { ... on Meeting { viewerCanRsvp viewerRsvp { id } } } }`);
    expect(data).toEqual({ node: { viewerCanRsvp: false, viewerRsvp: null } });
  });
});
