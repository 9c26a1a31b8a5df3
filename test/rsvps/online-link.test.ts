/** Who is told where to click. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Group } from "../../src/groups/group.entity.ts";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { MeetingMode } from "../../src/meetings/meeting-mode.ts";
import { globalId } from "../../src/platform/ids.ts";
import { done } from "../support/act.ts";
import { idOf, keyOf, makeGroup, makeMembership } from "../support/cast.ts";
import { type MadeMeeting, RsvpHouse, type Who } from "../support/rsvps.ts";

const LINK = "https://meet.example/1";
const MINUTES = 60;

let house: RsvpHouse;
let group: Group;
let meeting: MadeMeeting;
const memberships = new Map<string, string>();

beforeAll(async () => {
  house = await RsvpHouse.open();
});
afterAll(() => house.close());

/** A group of its own: ada owns it, hana hosts, ben, finn, eva and dev are members; all with half an hour to the start. */
beforeEach(async () => {
  const db = house.api.dataSource;
  group = await makeGroup(db);
  for (const name of ["ada", "hana", "ben", "finn", "eva", "dev"] as const) {
    const role = { ada: MembershipRole.OWNER, hana: MembershipRole.HOST }[name as string] ?? MembershipRole.MEMBER;
    const { id } = await makeMembership(db, { groupId: group.id, personId: keyOf(name), role });
    memberships.set(name, globalId("mem", id));
  }
  const startsAtLocal = new Date(house.clock.now().getTime() + 30 * MINUTES * 1000).toISOString().slice(0, 19);
  const time = { startsAtLocal, timeZone: "UTC", durationMinutes: 60 };
  meeting = await house.meeting({ groupId: group.id, mode: MeetingMode.HYBRID, onlineUrl: LINK, ...time });
});

async function linkFor(who: Who): Promise<string | null> {
  const { data } = await house.api
    .as(who)
    .graphql<{ node: { onlineUrl: string | null } }>(
      "query($id: ID!) { node(id: $id) { ... on Meeting { onlineUrl } } }",
      {
        id: meeting.globalId,
      },
    );
  if (!data?.node) throw new Error(`${who} does not see the meeting.`);
  return data.node.onlineUrl;
}
const linksFor = async (...people: Who[]) =>
  Object.fromEntries(await Promise.all(people.map(async (who) => [String(who), await linkFor(who)] as const)));

const remove = (name: string) => done(house.api, "ada", "removeMember", { membershipId: memberships.get(name) });
const ban = (name: "ben" | "cleo" | "finn") =>
  done(house.api, "ada", "banPerson", { groupId: globalId("grp", group.id), personId: idOf(name) });
const speaks = (name: "finn") => {
  const roles = [{ personId: idOf(name), role: "SPEAKER" }];
  return done(house.api, "ada", "updateMeeting", { meetingId: meeting.globalId, roles });
};

describe("the link of a meeting", () => {
  test("is for who goes, hosts or speaks, and for nobody else", async () => {
    await house.going("ben", meeting, { mode: "ONLINE" });
    await house.going("cleo", meeting, { mode: "IN_PERSON" });
    await house.say("eva", "rsvpMaybe", meeting);
    await house.say("dev", "rsvpNotGoing", meeting);
    await speaks("finn");
    expect(await linksFor("ada", "hana", "ben", "cleo", "finn")).toEqual({
      ada: LINK,
      hana: LINK,
      ben: LINK,
      cleo: LINK,
      finn: LINK,
    });
    // Maybe, not going, a stranger, nobody.
    expect(await linksFor("eva", "dev", "kit", null)).toEqual({ eva: null, dev: null, kit: null, null: null });
  });

  test("is none of a plain member's who said nothing", async () => {
    expect(await linkFor("ben")).toBeNull();
    await house.going("ben", meeting);
    expect(await linkFor("ben")).toBe(LINK);
    await house.say("ben", "rsvpNotGoing", meeting);
    expect(await linkFor("ben")).toBeNull();
  });

  test("is taken from who is banned or put out before it starts", async () => {
    for (const name of ["ben", "cleo", "eva"] as const) await house.going(name, meeting);
    await speaks("finn");
    for (const name of ["ben", "cleo", "finn"] as const) await ban(name);
    await remove("eva");
    expect(await linksFor("ben", "cleo", "finn", "eva")).toEqual({ ben: null, cleo: null, finn: null, eva: null });
  });

  test("is taken from who is banned, put out or leaves while it runs, and stays theirs who go", async () => {
    for (const name of ["ben", "cleo", "eva", "dev", "kit"] as const) await house.going(name, meeting);
    await speaks("finn");
    house.clock.pass(40 * MINUTES);
    expect(await linksFor("ben", "finn", "eva")).toEqual({ ben: LINK, finn: LINK, eva: LINK });
    for (const name of ["ben", "cleo"] as const) await ban(name);
    for (const name of ["eva", "finn"]) await remove(name);
    await done(house.api, "dev", "leaveGroup", { groupId: globalId("grp", group.id) });
    const out = { ben: null, cleo: null, eva: null, finn: null, dev: null };
    expect(await linksFor("ben", "cleo", "eva", "finn", "dev", "kit")).toEqual({ ...out, kit: LINK });
    // Nor once it is over.
    house.clock.pass(60 * MINUTES);
    expect(await linksFor("ben", "cleo", "eva", "finn", "dev", "kit")).toEqual({ ...out, kit: LINK });
  });

  test("is theirs again who come as a guest to a later meeting than the one they left before", async () => {
    await remove("eva");
    expect(await linkFor("eva")).toBeNull();
    await house.going("eva", meeting);
    expect(await linkFor("eva")).toBe(LINK);
  });
});
