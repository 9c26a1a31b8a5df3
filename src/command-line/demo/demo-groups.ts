import { scanBooks } from "../../duplicates/scan-books.ts";
import { AttendeeListAudience, ExpectedRule, Group, GroupVisibility, JoinMode } from "../../groups/group.entity.ts";
import { GroupSlug } from "../../groups/group-slug.entity.ts";
import { Membership, MembershipRole, MembershipStatus } from "../../groups/membership.entity.ts";
import { MembershipPeriod } from "../../groups/membership-period.entity.ts";
import { setGroupTopics } from "../../groups/set-group-topics.ts";
import { Leave } from "../../memberships/leave.entity.ts";
import { Visitor, VisitorKind } from "../../memberships/visitor.entity.ts";
import { Person } from "../../people/person.entity.ts";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { daysFrom, localOn } from "./demo-days.ts";
import { type DemoName, demoId, personId } from "./demo-people.ts";

const { OWNER, ORGANISER, HOST, MEMBER } = MembershipRole;

interface DemoGroup extends Partial<Group> {
  readonly name: string;
  readonly slug: string;
  readonly timeZone: string;
  readonly topics: readonly string[];
  /** Active members, each with the number of days for which they have been one. */
  readonly members: readonly (readonly [DemoName, MembershipRole, number])[];
}

const GROUPS = {
  harbourBreakfast: {
    name: "Harbour Breakfast",
    slug: "harbour-breakfast",
    description: "Forty minutes of breakfast before work, every Tuesday. One story, one request, one offer each.",
    welcomeText: "Come as you are. Hana at the door will seat you next to somebody you should know.",
    city: "Bristol",
    country: "GB",
    latitude: 51.449,
    longitude: -2.601,
    timeZone: "Europe/London",
    languages: ["en"],
    websiteUrl: "https://harbour.example",
    topics: ["Small business", "Mentoring"],
    members: [
      ["ada", OWNER, 380],
      ["dev", ORGANISER, 360],
      ["hana", HOST, 340],
      ["ben", MEMBER, 300],
      ["kit", MEMBER, 280],
      ["priya", MEMBER, 200],
      ["finn", MEMBER, 120],
      ["sam", MEMBER, 90],
      ["tomasz", MEMBER, 25],
    ],
  },
  kanalCoders: {
    name: "Kanal Coders",
    slug: "kanal-coders",
    description: "Ein Abend im Monat, zwei Vorträge, offene Tür. Talks in German or English.",
    city: "Berlin",
    country: "DE",
    latitude: 52.496,
    longitude: 13.422,
    timeZone: "Europe/Berlin",
    languages: ["de", "en"],
    expectedRule: ExpectedRule.RSVP,
    attendeeListAudience: AttendeeListAudience.PUBLIC,
    topics: ["Programming", "Databases"],
    members: [
      ["lena", OWNER, 390],
      ["omar", ORGANISER, 300],
      ["tomasz", MEMBER, 250],
    ],
  },
  southernFounders: {
    name: "Southern Founders",
    slug: "southern-founders",
    description: "Founders of young companies, online, at lunch. Numbers stay in the room.",
    city: "Auckland",
    country: "NZ",
    latitude: -36.848,
    longitude: 174.763,
    timeZone: "Pacific/Auckland",
    languages: ["en"],
    joinMode: JoinMode.REQUEST,
    topics: ["Start-ups", "Small business"],
    members: [
      ["mere", OWNER, 200],
      ["sam", MEMBER, 60],
    ],
  },
  quaysideCircle: {
    name: "Quayside Circle",
    slug: "quayside-circle",
    description: "Six people who tell each other how it really is.",
    city: "Bristol",
    country: "GB",
    timeZone: "Europe/London",
    languages: ["en"],
    visibility: GroupVisibility.PRIVATE,
    joinMode: JoinMode.INVITE_ONLY,
    topics: ["Mentoring"],
    members: [
      ["eva", OWNER, 380],
      ["finn", MEMBER, 150],
      ["ben", MEMBER, 100],
    ],
  },
  lanternAlumni: {
    name: "Lantern Alumni New York",
    slug: "lantern-alumni",
    description: "For those who have the link. Drinks on the first Thursday.",
    city: "New York",
    country: "US",
    timeZone: "America/New_York",
    languages: ["en", "es"],
    visibility: GroupVisibility.UNLISTED,
    attendeeListAudience: AttendeeListAudience.SIGNED_IN,
    topics: ["Alumni"],
    members: [
      ["rosa", OWNER, 220],
      ["sam", HOST, 210],
    ],
  },
} as const satisfies Record<string, DemoGroup>;

export type DemoGroupName = keyof typeof GROUPS;
const NAMES = Object.keys(GROUPS) as DemoGroupName[];

/** Primary key of a group of the demo world. */
export const groupId = (name: DemoGroupName): string => demoId(0x100 + NAMES.indexOf(name));
export const zoneOf = (name: DemoGroupName): string => GROUPS[name].timeZone;

/** Puts the groups in, with their members. */
export async function plantGroups(ctx: Context): Promise<void> {
  for (const name of NAMES) await plantGroup(ctx, groupId(name), GROUPS[name]);
  await plantOthers(ctx);
}

async function plantGroup(ctx: Context, id: string, { topics, members, ...given }: DemoGroup): Promise<void> {
  const since = daysFrom(ctx, -395);
  await ctx.db.insert(Group, {
    id,
    visibility: GroupVisibility.PUBLIC,
    joinMode: JoinMode.OPEN,
    expectedRule: ExpectedRule.MEMBERS,
    attendeeListAudience: AttendeeListAudience.MEMBERS,
    createdAt: since,
    updatedAt: since,
    ...given,
  });
  await ctx.db.insert(GroupSlug, { slug: given.slug, groupId: id });
  await setGroupTopics(ctx, id, topics);
  for (const [name, role, days] of members) {
    await plantMembership(ctx, { groupId: id, personId: personId(name), role, joinedAt: daysFrom(ctx, -days) });
  }
}

type Joined = Pick<Membership, "groupId" | "personId" | "role"> & Partial<Membership> & { readonly joinedAt: Date };

/** A membership with its one period: open, unless `endedAt` is given. */
async function plantMembership(ctx: Context, joined: Joined): Promise<string> {
  const id = newId();
  const { groupId, personId, joinedAt, endedAt = null } = joined;
  const times = { createdAt: joinedAt, updatedAt: endedAt ?? joinedAt };
  await ctx.db.insert(Membership, { id, status: MembershipStatus.ACTIVE, ...times, ...joined });
  await ctx.db.insert(MembershipPeriod, {
    id: newId(),
    membershipId: id,
    groupId,
    personId,
    startedAt: joinedAt,
    endedAt,
  });
  return id;
}

/** Somebody whom the door wrote down a second time, without an address: the organisers' queue has them. */
async function plantDuplicate(ctx: Context, visitor: Pick<Visitor, "groupId" | "invitedById" | "firstSeenAt">) {
  const [id, createdAt] = [newId(), daysFrom(ctx, -9)];
  await ctx.db.insert(Person, { id, displayName: "Carvalho, Inés", createdAt, updatedAt: createdAt });
  const again = { ...visitor, firstSeenAt: createdAt };
  await ctx.db.insert(Visitor, { ...again, id: newId(), personId: id, kind: VisitorKind.GUEST });
  await scanBooks(ctx, visitor.groupId);
}

/** Who left, asks, visits or is away: one of each. */
async function plantOthers(ctx: Context): Promise<void> {
  const breakfast = groupId("harbourBreakfast");
  await plantMembership(ctx, {
    groupId: breakfast,
    personId: personId("rafe"),
    role: MEMBER,
    joinedAt: daysFrom(ctx, -350),
    endedAt: daysFrom(ctx, -20),
    status: MembershipStatus.RESIGNED,
  });
  const [asked, now] = [daysFrom(ctx, -1), ctx.clock.now()];
  await ctx.db.insert(Membership, {
    id: newId(),
    groupId: groupId("southernFounders"),
    personId: personId("jo"),
    role: MEMBER,
    status: MembershipStatus.REQUESTED,
    createdAt: asked,
    updatedAt: asked,
  });
  const visitor = { groupId: breakfast, invitedById: personId("ben"), firstSeenAt: daysFrom(ctx, -30) };
  await ctx.db.insert(Visitor, [
    { ...visitor, id: newId(), personId: personId("walt"), kind: VisitorKind.GUEST },
    { ...visitor, id: newId(), personId: personId("ines"), kind: VisitorKind.PROSPECT },
  ]);
  await plantDuplicate(ctx, visitor);
  const kit = await ctx.db.findOneByOrFail(Membership, { groupId: breakfast, personId: personId("kit") });
  await ctx.db.insert(Leave, {
    id: newId(),
    membershipId: kit.id,
    fromOn: localOn(ctx, zoneOf("harbourBreakfast"), -16, "00:00").slice(0, 10),
    toOn: localOn(ctx, zoneOf("harbourBreakfast"), -6, "00:00").slice(0, 10),
    recordedById: personId("kit"),
    recordedAt: now,
  });
}
