/**
 * A small world in which every policy has something to decide: nine kinds of viewer around one group, and chance
 * (by a seed) everywhere else. Texts are awkward, moments and names are often equal, and much is empty.
 */
import type { DataSource } from "typeorm";
import { AuditEntry } from "../../src/audit/audit-entry.entity.ts";
import { Ban } from "../../src/groups/ban.entity.ts";
import { AttendeeListAudience, ExpectedRule, Group, GroupVisibility, JoinMode } from "../../src/groups/group.entity.ts";
import { GroupSlug } from "../../src/groups/group-slug.entity.ts";
import { GroupTopic } from "../../src/groups/group-topic.entity.ts";
import { Invitation } from "../../src/groups/invitation.entity.ts";
import { Membership, MembershipRole, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { MembershipPeriod } from "../../src/groups/membership-period.entity.ts";
import { Leave } from "../../src/memberships/leave.entity.ts";
import { Visitor, VisitorKind } from "../../src/memberships/visitor.entity.ts";
import { Audience } from "../../src/people/audience.ts";
import { Block } from "../../src/people/block.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { PersonTopic } from "../../src/people/person-topic.entity.ts";
import { AUDIENCE_COLUMNS } from "../../src/people/profile-field.ts";
import { Session, SignInMethod } from "../../src/sign-in/session.entity.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import { at, LANGUAGES, LINKS, Planter, TEXTS, ZONES } from "./planter.ts";
import { plantMeetings } from "./world-of-meetings.ts";

/** Who asks. `home` is the group that these words speak of; elsewhere, chance decides what they are. */
export const VIEWERS = [
  "anonymous",
  "stranger",
  "member",
  "host",
  "organiser",
  "owner",
  "removed",
  "banned",
  "blocked",
  "unproved",
] as const;
export type ViewerName = (typeof VIEWERS)[number];

const PEOPLE_MAX = 30;
/** From here on people have no account and belong to nothing: groups know them as visitors, or as asking to come in. */
const UNKNOWN_FROM = 26;
const GROUPS_MAX = 9;

export interface World {
  /** Primary key of a viewer's person; null for nobody. */
  readonly viewers: Readonly<Record<ViewerName, string | null>>;
  /** The session that each viewer comes with. */
  readonly sessions: Readonly<Record<ViewerName, string | null>>;
}

export async function plantWorld(dataSource: DataSource, seed: number): Promise<World> {
  const p = new Planter(dataSource, seed);
  const people = await plantPeople(p);
  const byName = new Map(VIEWERS.slice(1).map((name, index) => [name as string, people[index]?.id ?? ""]));
  const topics = await plantTopics(p, people);
  const groups = await plantGroups(p, topics);
  const memberships = await plantMemberships(p, people, groups, byName);
  await plantRecord(p, people, groups, memberships, byName);
  await plantInvitations(p, people, groups, [byName.get("organiser") ?? "", byName.get("owner") ?? ""]);
  const sessions = await plantSessions(p, people);
  await plantMeetings(p, people, groups);
  const keyed = <T>(of: (name: ViewerName) => T) =>
    Object.fromEntries(VIEWERS.map((name) => [name, of(name)])) as Record<ViewerName, T>;
  return {
    viewers: keyed((name) => byName.get(name) ?? null),
    sessions: keyed((name) => sessions.get(byName.get(name) ?? "") ?? null),
  };
}

type Rows<E> = readonly (Partial<E> & { readonly id: string })[];

async function plantPeople(p: Planter): Promise<Rows<Person>> {
  const { chance } = p;
  const people = Array.from({ length: PEOPLE_MAX }, (_, index) => {
    const id = p.id();
    const name = VIEWERS[index + 1];
    const proved = name ? name !== "unproved" : index < UNKNOWN_FROM && chance.chance(0.6);
    const audiences = Object.values(AUDIENCE_COLUMNS).map((column) => [column, chance.pick(Object.values(Audience))]);
    return {
      id,
      email: proved || chance.chance(0.6) ? `person-${index}@example.org` : null,
      emailVerifiedAt: proved ? at(-3000) : null,
      phone: p.orNull("+442079460018"),
      displayName: p.text(),
      headline: p.orNull(p.text()),
      story: p.orNull(p.text()),
      company: p.orNull(p.text()),
      jobTitle: p.orNull(p.text()),
      profession: p.orNull(p.text()),
      industry: p.orNull(p.text()),
      city: p.orNull(p.text()),
      region: p.orNull(p.text()),
      country: p.orNull(p.country()),
      ...p.point(),
      languages: chance.some(LANGUAGES, 0.5),
      timeZone: p.orNull(p.zone()),
      links: chance.some(LINKS, 0.5),
      avatarUrl: p.orNull(p.link()),
      ...Object.fromEntries(audiences),
      ...(name === "blocked" ? { displayNameAudience: Audience.PUBLIC } : {}),
      listedAsAttendee: chance.chance(0.6),
      createdAt: p.moment(),
      updatedAt: p.moment(),
      version: 1 + chance.int(3),
    };
  });
  await p.insert(Person, people);
  const pairs = new Map<string, readonly [string, string]>(
    Array.from({ length: 26 }, () => {
      const [blocker, blocked] = [chance.pick(people), chance.pick(people)];
      return [`${blocker.id} ${blocked.id}`, [blocker.id, blocked.id]] as const;
    }),
  );
  // Person 8 is the viewer whom the member has blocked.
  const named = [people[1]?.id ?? "", people[7]?.id ?? ""] as const;
  pairs.set(named.join(" "), named);
  const blocks = [...pairs.values()].filter(([blockerId, blockedId]) => blockerId !== blockedId);
  await p.insert(
    Block,
    blocks.map(([blockerId, blockedId]) => ({ id: p.id(), blockerId, blockedId, createdAt: p.moment() })),
  );
  return people;
}

async function plantTopics(p: Planter, people: Rows<Person>): Promise<Rows<Topic>> {
  const topics = TEXTS.slice(2, 12).map((name, index) => ({ id: p.id(), slug: `topic-${9 - index}`, name }));
  await p.insert(Topic, topics);
  const links = people.flatMap(({ id: personId }) =>
    p.chance.some(topics, 0.25).map(({ id: topicId }) => ({ personId, topicId })),
  );
  await p.insert(PersonTopic, links);
  return topics;
}

async function plantGroups(p: Planter, topics: Rows<Topic>): Promise<Rows<Group>> {
  const { chance } = p;
  const of = <T extends string>(values: Record<string, T>, index: number): T =>
    Object.values(values)[index % Object.keys(values).length] as T;
  const groups = Array.from({ length: GROUPS_MAX }, (_, index) => ({
    id: p.id(),
    slug: `group-${index}`,
    name: p.text(),
    description: p.orNull(p.text()),
    welcomeText: p.orNull(p.text()),
    city: p.orNull(p.text()),
    region: p.orNull(p.text()),
    country: p.orNull(p.country()),
    ...p.point(),
    timeZone: ZONES[index % ZONES.length] ?? "UTC",
    languages: chance.some(LANGUAGES, 0.4),
    // The first is home: public, open, its lists for members. The others go through all that there is.
    visibility: of(GroupVisibility, index),
    joinMode: of(JoinMode, index + (index > 2 ? 1 : 0)),
    expectedRule: of(ExpectedRule, index),
    attendeeListAudience: index === 0 ? AttendeeListAudience.MEMBERS : of(AttendeeListAudience, index),
    websiteUrl: p.orNull(p.link()),
    imageUrl: p.orNull(p.link()),
    archivedAt: index > 0 && index % 4 === 0 ? at(-10) : null,
    createdAt: p.moment(),
    updatedAt: p.moment(),
    version: 1 + chance.int(3),
  }));
  await p.insert(Group, groups);
  await p.insert(
    GroupSlug,
    groups.flatMap(({ id: groupId, slug }) => [
      { slug, groupId },
      { slug: `old-${slug}`, groupId },
    ]),
  );
  const links = groups.flatMap(({ id: groupId }) =>
    chance.some(topics, 0.3).map(({ id: topicId }) => ({ groupId, topicId })),
  );
  await p.insert(GroupTopic, links);
  return groups;
}

const PENDING: readonly MembershipStatus[] = [MembershipStatus.INVITED, MembershipStatus.REQUESTED];
const LIVE: readonly MembershipStatus[] = [MembershipStatus.TRIAL, MembershipStatus.ACTIVE, MembershipStatus.GRACE];
const STORED = Object.values(MembershipStatus).filter((status) => status !== MembershipStatus.ON_LEAVE);

/** What the named viewers are at home; the stranger is nothing anywhere. */
const AT_HOME: Readonly<Partial<Record<string, readonly [MembershipRole, MembershipStatus]>>> = {
  member: [MembershipRole.MEMBER, MembershipStatus.ACTIVE],
  host: [MembershipRole.HOST, MembershipStatus.ACTIVE],
  organiser: [MembershipRole.ORGANISER, MembershipStatus.ACTIVE],
  owner: [MembershipRole.OWNER, MembershipStatus.ACTIVE],
  removed: [MembershipRole.ORGANISER, MembershipStatus.REMOVED],
  banned: [MembershipRole.MEMBER, MembershipStatus.REMOVED],
  blocked: [MembershipRole.MEMBER, MembershipStatus.ACTIVE],
};

async function plantMemberships(
  p: Planter,
  people: Rows<Person>,
  groups: Rows<Group>,
  byName: ReadonlyMap<string, string>,
): Promise<Rows<Membership>> {
  const { chance } = p;
  // The fifth is archived, and the viewers are there what they are at home.
  const homes = [groups[0], groups[4]];
  const names = new Map([...byName].map(([name, id]) => [id, name]));
  const memberships = people.flatMap(({ id: personId }, index) => {
    const isUnknown = index >= UNKNOWN_FROM;
    const name = names.get(personId) ?? "";
    const joined = groups.filter((group) =>
      homes.includes(group) && name
        ? AT_HOME[name] !== undefined
        : name !== "stranger" && chance.chance(isUnknown ? 0.2 : 0.45),
    );
    return joined.map((group) => {
      const [role, status] = (homes.includes(group) ? AT_HOME[name] : undefined) ?? [
        chance.weighted(Object.values(MembershipRole), (one) => (one === "MEMBER" ? 3 : 1)),
        isUnknown ? chance.pick(PENDING) : chance.weighted(STORED, (one) => (LIVE.includes(one) ? 3 : 1)),
      ];
      const begun = !PENDING.includes(status) || (!isUnknown && chance.chance(0.2));
      return {
        id: p.id(),
        groupId: group.id,
        personId,
        role,
        status,
        invitedById: p.orNull(chance.pick(people).id),
        joinedAt: begun ? p.moment() : null,
        endedAt: begun && !LIVE.includes(status) ? at(0) : null,
        createdAt: p.moment(),
        updatedAt: p.moment(),
        version: 1 + chance.int(3),
      };
    });
  });
  await p.insert(Membership, memberships);
  return memberships;
}

/** Periods, leaves, bans, visitors, and the audit log. */
async function plantRecord(
  p: Planter,
  people: Rows<Person>,
  groups: Rows<Group>,
  memberships: Rows<Membership>,
  byName: ReadonlyMap<string, string>,
): Promise<void> {
  const { chance } = p;
  const periods = memberships
    .filter(({ joinedAt }) => joinedAt)
    .flatMap(({ id: membershipId, groupId, personId, endedAt }) => [
      { membershipId, groupId, personId, startedAt: at(-2000), endedAt: at(-1999) },
      { membershipId, groupId, personId, startedAt: p.moment(), endedAt: endedAt ? at(24) : null },
    ]);
  await p.insert(
    MembershipPeriod,
    periods.map((period) => ({ id: p.id(), ...period })),
  );
  const spans = [
    ["2026-05-30", "2026-05-31"],
    ["2026-06-01", "2026-06-01"],
    ["2026-05-31", "2026-06-02"],
    ["2026-06-02", "2026-06-09"],
  ] as const;
  const leaves = chance.some(memberships, 0.6).map(({ id: membershipId }) => {
    const [fromOn, toOn] = chance.pick(spans);
    return { id: p.id(), membershipId, fromOn, toOn, recordedById: chance.pick(people).id, recordedAt: p.moment() };
  });
  await p.insert(Leave, leaves);

  const pairs = groups.flatMap((group) => chance.some(people.slice(1), 0.18).map((person) => [group.id, person.id]));
  const bannedAtHome = [groups[0]?.id ?? "", byName.get("banned") ?? ""];
  const banned = new Map([...pairs, bannedAtHome].map((pair) => [pair.join(), pair] as const));
  const bans = [...banned.values()].flatMap(([groupId = "", personId = ""], index, { length }) => {
    const ban = { groupId, personId, imposedAt: p.moment(), imposedById: chance.pick(people).id };
    const stands = index === length - 1 || chance.chance(0.6);
    const lifted = { ...ban, liftedAt: p.moment() };
    return stands ? [lifted, { ...ban, liftedAt: null }] : [lifted];
  });
  await p.insert(
    Ban,
    bans.map((ban) => ({ id: p.id(), ...ban })),
  );
  const visitors = groups.flatMap(({ id: groupId }) =>
    chance.some(people.slice(1), 0.2).map(({ id: personId }) => ({
      id: p.id(),
      groupId,
      personId,
      kind: chance.pick(Object.values(VisitorKind)),
      invitedById: p.orNull(chance.pick(people).id),
      knownAs: p.orNull(p.text()),
      firstSeenAt: p.moment(),
    })),
  );
  await p.insert(Visitor, visitors);
  const entries = groups.flatMap(({ id: groupId }) =>
    Array.from({ length: 4 }, () => ({
      id: p.id(),
      groupId,
      occurredAt: p.moment(),
      actorId: p.orNull(chance.pick(people).id),
      action: "changeRole",
      personId: p.orNull(chance.pick(people).id),
      objectId: p.orNull("mem_00"),
      before: chance.pick([{}, { role: "MEMBER", count: 1 }, { role: p.text(), left: null }]),
      after: chance.pick([{}, { role: "HOST", count: 2, is: true }, { status: p.text() }]),
      requestId: p.text(),
    })),
  );
  await p.insert(AuditEntry, entries);
}

const INVITATION_STATES = ["open", "open", "expired", "on the dot", "accepted", "revoked"] as const;

/** `runners` are asked into groups that they run already, so that they see what came of their own invitations. */
async function plantInvitations(
  p: Planter,
  people: Rows<Person>,
  groups: Rows<Group>,
  runners: readonly string[],
): Promise<void> {
  const { chance } = p;
  const invitation = (
    groupId: string,
    { email }: Partial<Person>,
    state: (typeof INVITATION_STATES)[number] = chance.pick(INVITATION_STATES),
    role: MembershipRole = chance.pick(Object.values(MembershipRole)),
  ) => ({
    id: p.id(),
    groupId,
    email: email ?? "",
    role,
    tokenHash: p.bytes(),
    invitedById: chance.pick(people).id,
    createdAt: p.moment(),
    expiresAt: at(state === "expired" ? -1 : state === "on the dot" ? 0 : 100),
    acceptedAt: state === "accepted" ? p.moment() : null,
    acceptedById: state === "accepted" ? chance.pick(people).id : null,
    revokedAt: state === "revoked" ? p.moment() : null,
  });
  const addressed = people.slice(1).filter(({ email }) => email);
  const invitations = groups.flatMap(({ id: groupId }) => {
    const others = addressed.filter(({ id }) => !runners.includes(id));
    const own = addressed.filter(({ id }) => runners.includes(id));
    return [
      ...chance.some(others, 0.4).map((person) => invitation(groupId, person)),
      ...own.flatMap((person, index) => [
        invitation(groupId, person, index === 0 ? "expired" : "open", MembershipRole.OWNER),
        invitation(groupId, person, "accepted"),
        invitation(groupId, person, "revoked"),
      ]),
    ];
  });
  await p.insert(Invitation, invitations);
}

/** Gives each person's first session, with which they come. */
async function plantSessions(p: Planter, people: Rows<Person>): Promise<Map<string, string>> {
  const sessions = people.slice(0, VIEWERS.length - 1).flatMap(({ id: personId }) =>
    Array.from({ length: 5 }, (_, index) => ({
      id: p.id(),
      personId,
      tokenHash: p.bytes(),
      method: p.chance.pick(Object.values(SignInMethod)),
      userAgent: p.orNull(p.text()),
      createdAt: p.moment(),
      lastSeenAt: at(index === 1 ? -30 * 24 : -1),
      expiresAt: at(index === 2 ? 0 : 24),
      endedAt: index === 3 ? p.moment() : null,
    })),
  );
  await p.insert(Session, sessions);
  return new Map(sessions.map(({ id, personId }) => [personId, id] as const).reverse());
}
