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
import type { AppPrincipal, DoorPrincipal, ServicePrincipal } from "../../src/platform/context.ts";
import { Session, SignInMethod } from "../../src/sign-in/session.entity.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import { TopicSynonym } from "../../src/topics/topic-synonym.entity.ts";
import { at, LANGUAGES, LINKS, Planter, TEXTS, ZONES } from "./planter.ts";
import { APP_NAMES, appsOf } from "./world-of-apps.ts";
import { plantConnections } from "./world-of-connections.ts";
import { askingDoors, DOOR_NAMES } from "./world-of-doors.ts";
import { plantDuplicates } from "./world-of-duplicates.ts";
import { plantGiving } from "./world-of-giving.ts";
import { plantRoleTerms } from "./world-of-hand-overs.ts";
import { plantImports } from "./world-of-imports.ts";
import { plantIntroductions } from "./world-of-introductions.ts";
import { plantKeys, SERVICE_NAMES, servicesOf } from "./world-of-keys.ts";
import { plantMeetings } from "./world-of-meetings.ts";
import { plantPasskeys } from "./world-of-passkeys.ts";
import { plantRecall } from "./world-of-recall.ts";
import { plantApps } from "./world-of-registered-apps.ts";
import { plantReports } from "./world-of-reports.ts";

/** Who asks. `home` is the group that these words speak of; elsewhere, chance decides what they are. */
/** Nobody, and people by what they are to home. */
const PERSONS = [
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
/** Everybody who asks: these, services with keys, a door, and apps. */
export const VIEWERS = [...PERSONS, ...SERVICE_NAMES, ...DOOR_NAMES, ...APP_NAMES] as const;
export type ViewerName = (typeof VIEWERS)[number];

const PEOPLE_MAX = 30;
/** From here on people have no account and belong to nothing: groups know them as visitors, or as asking to come in. */
const UNKNOWN_FROM = 26;
/** Once belonged to home, without ever having had an account. */
const FORMER = 26;
/** Asks home to be let in, without an account. */
const ASKING = 27;
/** Groups know this one as a visitor and by nothing else, across a block from who hosts. */
const PLAIN_VISITOR = 28;
/** Hosts wrote this one down with an address, and asked them in: a word of theirs alone, where there is no answer. */
const WRITTEN_DOWN = 29;
/** Shows where on the map, and not the name of the place. */
const POINT_ONLY = 12;
const GROUPS_MAX = 9;

export interface World {
  /** Primary key of a viewer's person; null for nobody. */
  readonly viewers: Readonly<Record<ViewerName, string | null>>;
  /** The session that each viewer comes with. */
  readonly sessions: Readonly<Record<ViewerName, string | null>>;
  /** Keys of services, doors, and apps, by the viewer's name. */
  readonly programs: ReadonlyMap<string, ServicePrincipal | DoorPrincipal | AppPrincipal>;
}

export async function plantWorld(dataSource: DataSource, seed: number): Promise<World> {
  const p = new Planter(dataSource, seed);
  const people = await plantPeople(p);
  const byName = new Map(PERSONS.slice(1).map((name, index) => [name as string, people[index]?.id ?? ""]));
  const topics = await plantTopics(p, people);
  const groups = await plantGroups(p, topics);
  const memberships = await plantMemberships(p, people, groups, byName);
  await plantRecord(p, people, groups, memberships, byName);
  await plantInvitations(p, people, groups, byName);
  const sessions = await plantSessions(p, people);
  await plantMeetings(p, people, groups);
  await plantDuplicates(p, people, groups);
  await plantRoleTerms(p, people, groups);
  await plantGiving(p, people, groups);
  await plantConnections(p, people, groups);
  await plantRecall(p, people);
  await plantIntroductions(p, people, groups);
  await plantImports(p, people, groups);
  await plantKeys(p, people, groups);
  await plantApps(p, people, groups);
  await plantReports(p, people, groups);
  const keyed = <T>(of: (name: ViewerName) => T) =>
    Object.fromEntries(VIEWERS.map((name) => [name, of(name)])) as Record<ViewerName, T>;
  const apps = appsOf(groups, (name) => byName.get(name) ?? "");
  return {
    viewers: keyed((name) => byName.get(name) ?? apps.get(name)?.personId ?? null),
    programs: new Map<string, ServicePrincipal | DoorPrincipal | AppPrincipal>([
      ...servicesOf(groups),
      ...(await askingDoors(p)),
      ...apps,
    ]),
    sessions: keyed((name) => sessions.get(byName.get(name) ?? "") ?? null),
  };
}

type Rows<E> = readonly (Partial<E> & { readonly id: string })[];

const POINT_WITHOUT_PLACE = {
  city: "Hilo",
  region: "Hawaii",
  country: "US",
  latitude: 19.7,
  longitude: -155.1,
  placeAudience: Audience.NOBODY,
  coordinatesAudience: Audience.PUBLIC,
};

async function plantPeople(p: Planter): Promise<Rows<Person>> {
  p.begin("people");
  const { chance } = p;
  const people = Array.from({ length: PEOPLE_MAX }, (_, index) => {
    const id = p.id();
    const name = PERSONS[index + 1];
    const proved = name ? name !== "unproved" : index === POINT_ONLY || (index < UNKNOWN_FROM && chance.chance(0.6));
    const audiences = Object.values(AUDIENCE_COLUMNS).map((column) => [column, chance.pick(Object.values(Audience))]);
    const isErased = !name && !proved && index % 4 === 0;
    return {
      id,
      erasedAt: isErased ? p.moment() : null,
      email: name || proved || (chance.chance(0.6) && !isErased) ? `person-${index}@example.org` : null,
      emailVerifiedAt: proved ? at(-3000) : null,
      phone: isErased ? null : p.orNull("+442079460018"),
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
      ...(index === POINT_ONLY ? POINT_WITHOUT_PLACE : {}),
      listedAsAttendee: chance.chance(0.6),
      allowsFellowMembersApps: index % 3 === 0,
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
  // Person 8 is the viewer whom the member has blocked; the host has blocked a visitor.
  for (const [blocker, blocked] of [
    [1, 7],
    [2, PLAIN_VISITOR],
  ] as const) {
    const named = [people[blocker]?.id ?? "", people[blocked]?.id ?? ""] as const;
    pairs.set(named.join(" "), named);
  }
  const unblocked = [people[FORMER]?.id, people[ASKING]?.id];
  const blocks = [...pairs.values()].filter(
    (pair) => pair[0] !== pair[1] && !pair.some((personId) => unblocked.includes(personId)),
  );
  await p.insert(
    Block,
    blocks.map(([blockerId, blockedId]) => ({ id: p.id(), blockerId, blockedId, createdAt: p.moment() })),
  );
  return people;
}

async function plantTopics(p: Planter, people: Rows<Person>): Promise<Rows<Topic>> {
  p.begin("topics");
  const topics = TEXTS.slice(2, 12).map((name, index) => ({ id: p.id(), slug: `topic-${9 - index}`, name }));
  await p.insert(Topic, topics);
  const synonyms = TEXTS.slice(2, 12).map((name, index) => ({
    id: p.id(),
    topicId: topics[index % 4]?.id ?? "",
    slug: `synonym-${9 - index}`,
    name,
  }));
  await p.insert(TopicSynonym, synonyms);
  const links = people.flatMap(({ id: personId }) =>
    p.chance.some(topics, 0.25).map(({ id: topicId }) => ({ personId, topicId })),
  );
  await p.insert(PersonTopic, links);
  return topics;
}

async function plantGroups(p: Planter, topics: Rows<Topic>): Promise<Rows<Group>> {
  p.begin("groups");
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
    // The archived one that everybody sees would be open, were it not archived.
    joinMode: index === 4 ? JoinMode.OPEN : of(JoinMode, index + (index > 2 ? 1 : 0)),
    expectedRule: of(ExpectedRule, index),
    attendeeListAudience: index === 0 ? AttendeeListAudience.MEMBERS : of(AttendeeListAudience, index + 3),
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
  p.begin("memberships");
  const { chance } = p;
  // The fifth is archived, and the viewers are there what they are at home.
  const homes = [groups[0], groups[4]];
  const names = new Map([...byName].map(([name, id]) => [id, name]));
  const hidden = groups.find(({ visibility }) => visibility === GroupVisibility.PRIVATE);
  const byRequest = groups.find(({ joinMode, archivedAt }) => joinMode === JoinMode.REQUEST && !archivedAt);
  const memberships = people.flatMap(({ id: personId }, index) => {
    const isUnknown = index >= UNKNOWN_FROM;
    const name = names.get(personId) ?? "";
    const fixed = (group: Rows<Group>[number]): readonly [MembershipRole, MembershipStatus] | null | undefined => {
      if (index === PLAIN_VISITOR || name === "stranger") return null;
      if (index === WRITTEN_DOWN) return [MembershipRole.MEMBER, MembershipStatus.INVITED];
      if (index === FORMER && group === groups[0]) return [MembershipRole.MEMBER, MembershipStatus.REMOVED];
      if (index === ASKING && group === groups[0]) return [MembershipRole.MEMBER, MembershipStatus.REQUESTED];
      if (name === "removed" && group === hidden) return [MembershipRole.ORGANISER, MembershipStatus.REMOVED];
      if (name === "member" && group === groups[1]) return [MembershipRole.MEMBER, MembershipStatus.ACTIVE];
      if (homes.includes(group) && name) return AT_HOME[name] ?? null;
      // Nobody vouches for whoever has not proved their address: they see themself, and that is all.
      if (name === "unproved") return group === byRequest ? [MembershipRole.MEMBER, MembershipStatus.REQUESTED] : null;
      return undefined;
    };
    const joined = groups.filter((group) => {
      const known = fixed(group);
      return known === undefined ? chance.chance(isUnknown ? 0.2 : 0.45) : known !== null;
    });
    return joined.map((group) => {
      const [role, status] = fixed(group) ?? [
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
  p.begin("records");
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
  // Who asks to be let in may do so no second time, for that and for no ban.
  const asking = memberships.filter(({ status }) => status === MembershipStatus.REQUESTED);
  const mayBan = ([groupId, personId]: readonly string[]): boolean =>
    personId !== byName.get("unproved") || !asking.some((m) => m.groupId === groupId && m.personId === personId);
  const bannedAtHome = [groups[0]?.id ?? "", byName.get("banned") ?? ""];
  const banned = new Map([...pairs.filter(mayBan), bannedAtHome].map((pair) => [pair.join(), pair] as const));
  const bans = [...banned.values()].flatMap(([groupId = "", personId = ""], index, { length }) => {
    const ban = { groupId, personId, imposedAt: p.moment(), imposedById: chance.pick(people).id };
    const stands = index === length - 1 || chance.chance(0.6);
    const lifted = { ...ban, liftedAt: p.moment() };
    return stands ? [lifted, { ...ban, liftedAt: null }] : [lifted];
  });
  // What was lifted keeps nobody out: the stranger may join home.
  const forgiven = {
    groupId: groups[0]?.id ?? "",
    personId: people[0]?.id ?? "",
    imposedAt: at(-48),
    imposedById: byName.get("owner") ?? "",
    liftedAt: at(-1),
  };
  await p.insert(
    Ban,
    [...bans, forgiven].map((ban) => ({ id: p.id(), ...ban })),
  );
  // The first is nothing to anybody; some are known by their memberships alone.
  const known = people.filter((_, index) => index > 0 && index !== FORMER && index !== ASKING);
  const [written, plain] = [people[WRITTEN_DOWN]?.id, people[PLAIN_VISITOR]?.id];
  const visitors = groups.flatMap(({ id: groupId }) =>
    known
      .filter(({ id }) => id === written || id === plain || chance.chance(0.2))
      .map(({ id: personId }) => ({
        id: p.id(),
        groupId,
        personId,
        kind: chance.pick(Object.values(VisitorKind)),
        invitedById: p.orNull(chance.pick(people).id),
        knownAs: personId === written ? "The one from the bridge" : personId === plain ? null : p.orNull(p.text()),
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
  // Whoever runs home has a line of their own that they do not read.
  const untold = [...byName.values()].map((personId) => ({
    ...{ id: p.id(), groupId: groups[0]?.id ?? "", occurredAt: p.moment(), actorId: null, action: "decideReport" },
    ...{ personId, objectId: "rep_00", before: {}, after: { outcome: "DISMISSED" }, requestId: "reported" },
  }));
  await p.insert(AuditEntry, [...entries, ...untold]);
}

const INVITATION_STATES = ["open", "open", "expired", "on the dot", "accepted", "revoked"] as const;

/**
 * Who runs groups is asked into them nonetheless, so as to see what came of their own invitations; who has not proved
 * their address is asked in at it everywhere; who was removed, nowhere.
 */
async function plantInvitations(
  p: Planter,
  people: Rows<Person>,
  groups: Rows<Group>,
  byName: ReadonlyMap<string, string>,
): Promise<void> {
  p.begin("invitations");
  const { chance } = p;
  const runners = [byName.get("organiser"), byName.get("owner")];
  const [unproved, member] = [byName.get("unproved"), byName.get("member")];
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
    // A member of the second group is invited there once more, and still may take back nobody's invitation.
    const isCertain = ({ id }: { id: string }) => id === unproved || (id === member && groupId === groups[1]?.id);
    const isAway = ({ id }: { id: string }) => id === byName.get("removed") || runners.includes(id);
    const others = addressed.filter((person) => !isAway(person) && !isCertain(person));
    const own = addressed.filter(({ id }) => runners.includes(id));
    return [
      ...chance.some(others, 0.4).map((person) => invitation(groupId, person)),
      ...addressed.filter(isCertain).map((person) => invitation(groupId, person, "open", MembershipRole.MEMBER)),
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
  p.begin("sessions");
  const sessions = people.slice(0, PERSONS.length - 1).flatMap(({ id: personId }) =>
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
  await plantPasskeys(p, people);
  await p.insert(Session, sessions);
  return new Map(sessions.map(({ id, personId }) => [personId, id] as const).reverse());
}
