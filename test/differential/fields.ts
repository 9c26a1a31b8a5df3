/**
 * Every field that is more than a column of its own name, the naive way. A field that stands neither here nor on
 * the row makes the reader throw: whoever adds one to the schema adds its plain meaning here.
 */
import { GraphQLError } from "graphql";
import type { ConnectedPair } from "../../src/connections/connection.entity.ts";
import type { Invitation } from "../../src/groups/invitation.entity.ts";
import type { Membership } from "../../src/groups/membership.entity.ts";
import type { ApiKey } from "../../src/keys/api-key.entity.ts";
import type { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import { dayPartOf, isInSpan, type Span, weekdayOf } from "./clocks.ts";
import {
  codeBefore,
  codeOf,
  decision,
  isNoShow,
  isUndecided,
  joinedAt,
  nameOf,
  nameOfVisitor,
  personIdOfLine,
  roll,
  rollActs,
  stats,
  summary,
  visitsOf,
} from "./fields-of-attendance.ts";
import {
  asksOfQuery,
  FILTERS_OF_GIVING,
  fieldsOfAsks,
  fieldsOfGiving,
  fieldsOfMeetingValue,
  fieldsOfValue,
  givingOfPerson,
  valueOfMeeting,
} from "./fields-of-giving.ts";
import { importFields } from "./fields-of-imports.ts";
import * as introductions from "./fields-of-introductions.ts";
import { FILTERS_OF_RECALL, fieldsOfRecall, recallOfPerson } from "./fields-of-recall.ts";
import { type PageArguments, page, relevanceIn } from "./pages.ts";
import { type Circle, isCircle, isWithin } from "./places.ts";
import { globalIdOf, PREFIXES, type Rows } from "./rows.ts";
import { isLive, type Sight } from "./sight.ts";
import { isInTitle, relevanceOf } from "./words.ts";

// biome-ignore lint/suspicious/noExplicitAny: the arguments and rows of any field
type Any = any;
type Resolve = (row: Any, args: Any, sight: Sight) => unknown;
type Fields = Readonly<Record<string, Resolve>>;
type Type = keyof Rows;

/** The row of a type with this key, if there is one and it is within sight. */
const seen = (sight: Sight, type: Type, id: string | null): object | null => {
  const row = (sight.rows[type] as readonly { id: string }[]).find((one) => one.id === id);
  return row && sight.sees(row) ? row : null;
};
const first = <R extends object>(sight: Sight, rows: readonly R[], which: (row: R) => boolean): R | null =>
  rows.find((row) => which(row) && sight.sees(row)) ?? null;

const displayName = (rows: Rows, personId: string): string | null =>
  rows.Person.find(({ id }) => id === personId)?.displayName ?? null;

/** A to-one field by the key in a column of ours. */
const one =
  (type: Type, key: string): Resolve =>
  (row, _args, sight) =>
    seen(sight, type, row[key] as string | null);

/** A page of those rows of a type that are within sight, belong here, and pass the filter. */
function connection<T extends Type>(
  type: T,
  belongs: (candidate: Rows[T][number], row: Any, sight: Sight, args: Any) => boolean,
  when: (row: Any, sight: Sight) => boolean = () => true,
): Resolve {
  return (row, args: PageArguments, sight) => {
    if (!when(row, sight)) return null;
    const passes = filterOf(type, args.filter ?? {}, sight);
    const rows = (sight.rows[type] as readonly Rows[T][number][]).filter(
      (candidate) => belongs(candidate, row, sight, args) && sight.sees(candidate) && passes(candidate),
    );
    return page(type, rows as never, args);
  };
}

const keysOf = (type: Type, ids: readonly string[]): string[] =>
  ids
    .filter((id) => id.startsWith(`${PREFIXES[type] ?? ""}_`))
    .map((id) => id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));

const isWithinSpan = ({ startsAt }: Any, { from, before }: Any): boolean =>
  (from == null || startsAt >= new Date(from as string)) && (before == null || startsAt < new Date(before as string));
const isSpoken = (spoken: readonly string[], tags: readonly string[]): boolean =>
  spoken.some((tag) => tags.includes(tag) || tags.includes(tag.split("-")[0] ?? ""));
const hasFreeSeat = ({ id }: Meeting, { rows }: Sight): boolean =>
  rows.MeetingSeats.some((s) => s.meetingId === id && (s.capacity === null || s.taken < s.capacity));
/** A meeting that is to come, and that everybody sees who sees its group. */
const isComing = (m: Meeting, g: Any, { now }: Sight): boolean =>
  m.groupId === g.id && m.publishedAt !== null && m.cancelledAt === null && m.endsAt > now;
/** One and the same meeting must fit the day, the hour and the mode. */
const fitsGroup = (m: Meeting, g: Any, sight: Sight, { weekdays, dayParts, modes, timeZone }: Any): boolean =>
  isComing(m, g, sight) &&
  (weekdays == null || weekdays.includes(weekdayOf(m, timeZone))) &&
  (dayParts == null || dayParts.includes(dayPartOf(m, timeZone))) &&
  (modes == null || modes.includes(m.mode));

type Filters = Readonly<Record<string, (row: Any, value: Any, sight: Sight, filter: Any) => boolean>>;
const FILTERS: Readonly<Partial<Record<Type, Filters>>> = {
  ...FILTERS_OF_GIVING,
  Attendance: { codes: (a, codes: string[], { rows }) => codes.includes(codeOf(rows, a as never) ?? "") },
  Mark: { undecided: (m, value, { rows }) => isUndecided(rows, m as never) === value },
  GroupImport: { statuses: (i, statuses: string[]) => statuses.includes(i.status) },
  PersonMerge: { standing: (m, value) => (m.undoneAt === null) === value },
  ApiKey: { isLive: (k, value, sight) => isLiveKey(k as ApiKey, sight) === value },
  RoleTerm: { standing: (t, value) => (t.takenUpAt !== null && t.endedOn === null) === value },
  Ban: { standing: (b, value) => (b.liftedAt === null) === value },
  Visitor: { hasJoined: (x, value, { rows }) => (joinedAt(rows, x as never) !== null) === value },
  ...FILTERS_OF_RECALL,
  ConnectedPair: { origins: (c, origins: string[]) => origins.includes(c.origin as string) },
  Group: {
    topics: (g, ids: string[], { rows }) =>
      rows.GroupTopic.some((link) => link.groupId === g.id && keysOf("Topic", ids).includes(link.topicId)),
    near: (g, circle: Circle) => isWithin(circle, g.latitude as number | null, g.longitude as number | null),
    countries: (g, countries: string[]) => countries.includes(g.country as string),
    query: (g, query: string) => relevanceIn(query, g as object) !== null,
    languages: (g, tags: string[]) => isSpoken(g.languages as string[], tags),
    weekdays: (g, _days, sight, filter) => sight.rows.Meeting.some((m) => fitsGroup(m, g, sight, filter)),
    dayParts: (g, _parts, sight, filter) => sight.rows.Meeting.some((m) => fitsGroup(m, g, sight, filter)),
    modes: (g, _modes, sight, filter) => sight.rows.Meeting.some((m) => fitsGroup(m, g, sight, filter)),
    timeZone: () => true,
    hasSeatsWithin: (g, span, sight) =>
      sight.rows.Meeting.some((m) => isComing(m, g, sight) && isWithinSpan(m, span) && hasFreeSeat(m, sight)),
    joinModes: (g, modes: string[]) => modes.includes(g.joinMode as string),
    viewerIsMember: (g, value, sight) => sight.isMember(g.id as string) === value,
  },
  Introduction: {
    states: (i, states: string[], sight) => states.includes(introductions.stateOf(i as never, sight)),
    asConnector: (i, value, sight) =>
      value ? introductions.isConnector(i as never, sight) : introductions.isParty(i as never, sight),
  },
  Invitation: { isOpen: (i, value, sight) => sight.isOpen(i as Invitation) === value },
  Meeting: {
    upcoming: (m, value, { now }) => m.endsAt > now === value,
    startsAt: (m, span) => isWithinSpan(m, span),
    query: (m, query: string, { rows }) => {
      const group = rows.Group.find((g) => g.id === m.groupId);
      const found = group !== undefined && relevanceIn(query, group) !== null;
      return found || isInTitle(query, m.title as string);
    },
    topics: (m, ids: string[], { rows }) =>
      rows.GroupTopic.some((link) => link.groupId === m.groupId && keysOf("Topic", ids).includes(link.topicId)),
    near: (m, circle: Circle, { rows }) => {
      const group = rows.Group.find((g) => g.id === m.groupId);
      const own = m.placeLatitude !== null;
      const [latitude, longitude] = own
        ? [m.placeLatitude, m.placeLongitude]
        : [group?.latitude ?? null, group?.longitude ?? null];
      return m.mode !== "ONLINE" && isWithin(circle, latitude as number | null, longitude as number | null);
    },
    weekdays: (m, days: string[], _sight, { timeZone }) => days.includes(weekdayOf(m as Meeting, timeZone)),
    dayParts: (m, parts: string[], _sight, { timeZone }) => parts.includes(dayPartOf(m as Meeting, timeZone)),
    localTime: (m, span: Span, _sight, { timeZone }) => isInSpan(m as Meeting, span, timeZone),
    timeZone: () => true,
    languages: (m, tags: string[], { rows }) =>
      isSpoken(
        m.language === null ? (rows.Group.find((g) => g.id === m.groupId)?.languages ?? []) : [m.language],
        tags,
      ),
    hasSeats: (m, value, sight) => hasFreeSeat(m as Meeting, sight) === value,
    statuses: (m, statuses: string[]) => statuses.includes(statusOf(m as Meeting)),
    groups: (m, ids: string[]) => keysOf("Group", ids).includes(m.groupId as string),
    modes: (m, modes: string[]) => modes.includes(m.mode as string),
  },
  Topic: { query: (t, query: string) => relevanceIn(query, t as object) !== null },
  Membership: {
    roles: (m, roles: string[]) => roles.includes(m.role as string),
    statuses: (m, statuses: string[], sight) => statuses.includes(sight.statusOf(m as Membership)),
  },
  Rsvp: {
    statuses: (r, statuses: string[]) => statuses.includes(r.status as string),
    modes: (r, modes: string[]) => modes.includes(r.mode as string),
    upcoming: (r, value, { rows, now }) => rows.Meeting.some((m) => m.id === r.meetingId && m.endsAt > now === value),
  },
};

function filterOf(type: Type, filter: Record<string, unknown>, sight: Sight): (row: unknown) => boolean {
  const parts = Object.entries(filter).filter(([, value]) => value != null);
  for (const [name, value] of parts) {
    if (!FILTERS[type]?.[name]) throw new Error(`The reference has no filter ${type}.${name}: write it in fields.ts.`);
    if (
      ["startsAt", "localTime", "hasSeatsWithin"].includes(name) &&
      Object.values(value as object).every((bound) => bound == null)
    ) {
      throw new GraphQLError("An empty range.", { extensions: { code: "BAD_USER_INPUT" } });
    }
    if (name === "query") relevanceOf(value as string, []);
    if (name === "near" && !isCircle(value as Circle)) {
      throw new GraphQLError("No circle.", { extensions: { code: "BAD_USER_INPUT" } });
    }
  }
  return (row) => parts.every(([name, value]) => FILTERS[type]?.[name]?.(row, value, sight, filter));
}

function node(sight: Sight, id: string): object | null {
  const [prefix, digits] = [id.slice(0, 3), id.slice(4)];
  const type = (Object.keys(PREFIXES) as Type[]).find((name) => PREFIXES[name] === prefix);
  if (!type || id[3] !== "_") return null;
  const rows = sight.rows[type] as readonly { id: string }[];
  const itself = first(sight, rows, (row) => row.id.replaceAll("-", "") === digits);
  if (itself || type !== "Person") return itself;
  const merged = rows.find((row) => row.id.replaceAll("-", "") === digits);
  return merged ? seen(sight, "Person", sight.standInOf(merged.id)) : null;
}

const query: Fields = {
  viewer: (_row, _args, sight) => seen(sight, "Person", sight.viewerId),
  node: (_row, { id }, sight) => node(sight, id as string),
  nodes: (_row, { ids }: { ids: string[] }, sight) => ids.map((id) => node(sight, id)),
  topic: (_row, { slug }, sight) => first(sight, sight.rows.Topic, (topic) => topic.slug === slug),
  group: (_row, { by }, sight) => {
    const slug = sight.rows.GroupSlug.find((one) => one.slug === (by.slug as string | undefined)?.toLowerCase());
    return by.slug === undefined
      ? seen(sight, "Group", keysOf("Group", [by.id as string])[0] ?? null)
      : seen(sight, "Group", slug?.groupId ?? null);
  },
  topics: connection("Topic", () => true),
  ...asksOfQuery({ one, connection }),
  groups: connection("Group", (g, _row, sight) => sight.isListed(g)),
  meetings: connection(
    "Meeting",
    (m, _row, sight, { filter }) =>
      filter?.groups != null || sight.rows.Group.some((g) => g.id === m.groupId && sight.isListed(g)),
  ),
};

// ---- people

/** The parts of a profile, in the order of the enumeration, and the column that holds the audience of each. */
const PARTS = [
  ["DISPLAY_NAME", "displayNameAudience"],
  ["HEADLINE", "headlineAudience"],
  ["STORY", "storyAudience"],
  ["COMPANY", "companyAudience"],
  ["JOB_TITLE", "jobTitleAudience"],
  ["PROFESSION", "professionAudience"],
  ["INDUSTRY", "industryAudience"],
  ["PLACE", "placeAudience"],
  ["COORDINATES", "coordinatesAudience"],
  ["LANGUAGES", "languagesAudience"],
  ["TIME_ZONE", "timeZoneAudience"],
  ["LINKS", "linksAudience"],
  ["TOPICS", "topicsAudience"],
  ["AVATAR", "avatarAudience"],
  ["EMAIL", "emailAudience"],
  ["PHONE", "phoneAudience"],
] as const;

const shown = (p: Person, sight: Sight, column: keyof Person, audience: keyof Person): unknown =>
  sight.isAmong(p, p[audience] as string) ? p[column] : null;

const bySlug = (a: { slug: string }, b: { slug: string }): number =>
  Buffer.compare(Buffer.from(a.slug), Buffer.from(b.slug));

function profileOf(p: Person, sight: Sight): object {
  const part = (column: keyof Person, audience: keyof Person) => shown(p, sight, column, audience);
  const [place, coordinates] = [sight.isAmong(p, p.placeAudience), sight.isAmong(p, p.coordinatesAudience)];
  const topics = sight.rows.PersonTopic.filter((link) => link.personId === p.id).map((link) => link.topicId);
  return {
    displayName: part("displayName", "displayNameAudience"),
    headline: part("headline", "headlineAudience"),
    story: part("story", "storyAudience"),
    company: part("company", "companyAudience"),
    jobTitle: part("jobTitle", "jobTitleAudience"),
    profession: part("profession", "professionAudience"),
    industry: part("industry", "industryAudience"),
    languages: part("languages", "languagesAudience"),
    timeZone: part("timeZone", "timeZoneAudience"),
    links: part("links", "linksAudience"),
    avatarUrl: part("avatarUrl", "avatarAudience"),
    topics: sight.isAmong(p, p.topicsAudience)
      ? sight.rows.Topic.filter((topic) => topics.includes(topic.id)).sort(bySlug)
      : null,
    place:
      place || coordinates
        ? {
            city: place ? p.city : null,
            region: place ? p.region : null,
            country: place ? p.country : null,
            coordinates: coordinates ? pointOf(p.latitude, p.longitude) : null,
          }
        : null,
  };
}

const pointOf = (latitude: number | null, longitude: number | null): object | null =>
  latitude === null ? null : { latitude, longitude };

const own =
  (column: keyof Person): Resolve =>
  (p: Person, _args, sight) =>
    sight.isSelf(p.id) ? p[column] : null;
const isOwn = (p: Person, sight: Sight): boolean => sight.isSelf(p.id);

const person: Fields = {
  ...givingOfPerson({ one, connection }),
  ...recallOfPerson({ one, connection }),
  profile: (p: Person, _args, sight) => profileOf(p, sight),
  contact(p: Person, _args, sight) {
    const [email, phone] = [sight.isAmong(p, p.emailAudience, "contact"), sight.isAmong(p, p.phoneAudience, "contact")];
    return email || phone ? { email: email ? p.email : null, phone: phone ? p.phone : null } : null;
  },
  visibility: (p: Person, _args, sight) =>
    isOwn(p, sight) ? PARTS.map(([field, column]) => ({ field, audience: p[column] })) : null,
  listedAsAttendee: own("listedAsAttendee"),
  createdAt: own("createdAt"),
  updatedAt: own("updatedAt"),
  version: own("version"),
  viewerCanUpdateProfile: (p: Person, _args, sight) => isOwn(p, sight),
  viewerCanBlock: (p: Person, _args, sight) => sight.viewerId !== null && !isOwn(p, sight),
  blocks: connection("Block", (b, p) => b.blockerId === p.id, isOwn),
  sessions: connection("Session", (s, p, sight) => s.personId === p.id && sight.isOpenSession(s), isOwn),
  memberships: connection("Membership", (m, p) => m.personId === p.id),
  invitations: connection("Invitation", (i, _p, sight) => sight.isOpen(i) && sight.isAddressed(i), isOwn),
  introductions: connection("Introduction", () => true, isOwn),
  wantsIntroductions: (p: Person, _args, sight) => introductions.wants(p, sight),
  // Of whom a host typed an address at the door, the host knows the line on the roll, and not whose it is.
  attendances: connection("Attendance", (a, p, sight) => a.personId === p.id && sight.isOnTheBooks(a)),
  rsvps: connection("Rsvp", (r, p, sight) => r.personId === p.id && sight.readsAnswers(r)),
  connections: connection("ConnectedPair", (c, p) => [c.personLowId, c.personHighId].includes(p.id), isOwn),
  viewerConnection: (p: Person, _args, sight) =>
    first(sight, sight.rows.ConnectedPair, (c) => sight.otherIn(c) === p.id),
};

const connectedPair: Fields = {
  other: (c, _args, sight) => seen(sight, "Person", sight.otherIn(c as never)),
  meeting: one("Meeting", "meetingId"),
  group: one("Group", "groupId"),
  band: (c, _args, sight) => bandOfPair(c as never, sight),
  viewerBridges: (c, _args, sight) => (sight.isSelf(c.personLowId as string) ? c.lowBridges : c.highBridges),
};

/** What is worth 1 today was worth so much less at the origin of warmth. */
function bandOfPair({ personLowId, personHighId }: ConnectedPair, { rows, now }: Sight): string {
  const { warmth } = rows.Tie.find((t) => t.personId === personLowId && t.otherId === personHighId) ?? { warmth: 0 };
  const strength = warmth / 2 ** ((now.getTime() - Date.UTC(2020, 0, 1)) / (120 * 86_400_000));
  if (strength >= 1) return "STRONG";
  return strength >= 0.25 ? "MODERATE" : "WEAK";
}

const block: Fields = {
  personId: ({ blockedId }, _args, { rows }) => globalIdOf(rows.Person.find((p) => p.id === blockedId) ?? { id: "" }),
  displayName: ({ blockedId }, _args, { rows }) =>
    rows.Person.find((p) => p.id === blockedId && p.emailVerifiedAt !== null && p.displayNameAudience === "PUBLIC")
      ?.displayName ?? null,
};

const session: Fields = { isCurrent: (s, _args, { sessionId }) => s.id === sessionId };

// ---- keys

const isLiveKey = (k: ApiKey, { now }: Sight): boolean =>
  k.revokedAt === null && (k.expiresAt === null || k.expiresAt > now);

const apiKey: Fields = {
  groups: (k: ApiKey, _args, sight) =>
    sight.rows.Group.filter((g) => sight.groupsOf(k).includes(g.id) && sight.sees(g)).sort(
      (a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || (a.id < b.id ? -1 : 1),
    ),
  createdBy: one("Person", "createdById"),
  isLive: (k: ApiKey, _args, sight) => isLiveKey(k, sight),
  viewerCanRotate: (k: ApiKey, _args, sight) =>
    isLiveKey(k, sight) && sight.groupsOf(k).every((groupId) => sight.owns(groupId)),
  viewerCanRevoke: (k: ApiKey) => k.revokedAt === null,
};

// ---- groups

const organised = (g: Any, sight: Sight): boolean => sight.organises(g.id as string);
const ofGroup = (row: { groupId: string }, g: Any): boolean => row.groupId === g.id;

/** Whether a stranger at the door may come in this way. */
const doorIs =
  (mode: string): Resolve =>
  (g, _args, sight) =>
    sight.viewerId !== null &&
    g.archivedAt === null &&
    g.joinMode === mode &&
    !sight.isMember(g.id as string) &&
    !sight.isBanned(g.id as string);

const group: Fields = {
  coordinates: (g) => pointOf(g.latitude as number | null, g.longitude as number | null),
  topics: (g, _args, { rows }) =>
    rows.Topic.filter((topic) => rows.GroupTopic.some((l) => l.groupId === g.id && l.topicId === topic.id)).sort(
      bySlug,
    ),
  memberships: connection("Membership", ofGroup, (g, sight) => sight.readsMemberships(g.id as string)),
  memberCount: (g, _args, sight) =>
    sight.rows.Membership.filter(
      (m) => m.groupId === g.id && isLive(m) && (organised(g, sight) || !sight.isBlocked(m.personId)),
    ).length,
  viewerMembership: (g, _args, sight) =>
    first(sight, sight.rows.Membership, (m) => m.groupId === g.id && sight.isSelf(m.personId)),
  invitations: connection("Invitation", ofGroup, organised),
  auditLog: connection("AuditEntry", ofGroup, organised),
  apiKeys: connection("ApiKey", (k, g, sight) => sight.groupsOf(k).includes(g.id as string), organised),
  bans: connection("Ban", ofGroup, organised),
  visitors: connection("Visitor", ofGroup, (g, sight) => sight.hosts(g.id as string)),
  introductionDays: (g, _args, sight) => introductions.daysOf(g as never, sight),
  roleTerms: connection("RoleTerm", ofGroup, (g, sight) => sight.isMember(g.id as string)),
  personMerges: connection("PersonMerge", ofGroup, organised),
  imports: connection("GroupImport", ofGroup, organised),
  likelyDuplicates: connection("LikelyDuplicate", ofGroup, organised),
  meetings: connection("Meeting", ofGroup),
  series: connection("MeetingSeries", ofGroup),
  nextMeeting: (g, _args, sight) =>
    sight.rows.Meeting.filter(
      (m) => m.groupId === g.id && statusOf(m) === "SCHEDULED" && m.endsAt > sight.now && sight.sees(m),
    ).sort((a, b) => Number(a.startsAt) - Number(b.startsAt) || (a.id < b.id ? -1 : 1))[0] ?? null,
  viewerCanUpdate: (g, _args, sight) => g.archivedAt === null && organised(g, sight),
  viewerCanScheduleMeetings: (g, _args, sight) => g.archivedAt === null && organised(g, sight),
  viewerCanManageMembers: (g, _args, sight) => organised(g, sight),
  viewerCanArchive: (g, _args, sight) => g.archivedAt === null && sight.owns(g.id as string),
  viewerCanTransferOwnership: (g, _args, sight) => sight.owns(g.id as string),
  viewerCanHost: (g, _args, sight) => sight.hosts(g.id as string),
  viewerCanLeave: (g, _args, sight) => sight.isMember(g.id as string),
  viewerCanJoin: doorIs("OPEN"),
  viewerCanRequestMembership: (g, args, sight) =>
    doorIs("REQUEST")(g, args, sight) === true && !sight.isPending(g.id as string),
};

const ofMembership = (row: { membershipId: string }, m: Any): boolean => row.membershipId === m.id;
const ownOrOrganised = (m: Membership, sight: Sight): boolean => sight.isOwnOrOrganised(m);

const membership: Fields = {
  group: one("Group", "groupId"),
  person: one("Person", "personId"),
  status: (m: Membership, _args, sight) => sight.statusOf(m),
  invitedBy: (m: Membership, _args, sight) => (sight.isOwnOrOrganised(m) ? seen(sight, "Person", m.invitedById) : null),
  bannedAt: (m: Membership, _args, sight) =>
    (sight.organises(m.groupId) &&
      sight.rows.Ban.find((b) => b.groupId === m.groupId && b.personId === m.personId && !b.liftedAt)?.imposedAt) ||
    null,
  periods: connection("MembershipPeriod", ofMembership, ownOrOrganised),
  leaves: connection("Leave", ofMembership, ownOrOrganised),
  attendanceStats: (m: Membership, period, sight) => stats(m, period as object, sight),
  viewerCanApprove: (m: Membership, _args, sight) => ["REQUESTED", "TRIAL"].includes(m.status) && sight.manages(m),
  viewerCanRemove: (m: Membership, _args, sight) => (isLive(m) || m.status === "INVITED") && sight.manages(m),
  viewerCanChangeRole: (m: Membership, _args, sight) =>
    isLive(m) && (sight.manages(m) || (sight.isSelf(m.personId) && m.role !== "MEMBER")),
  viewerCanRecordLeave: (m: Membership, _args, sight) => isLive(m) && sight.isOwnOrOrganised(m),
};

const invitation: Fields = {
  group: one("Group", "groupId"),
  invitedBy: one("Person", "invitedById"),
  acceptedBy: one("Person", "acceptedById"),
  isOpen: (i: Invitation, _args, sight) => sight.isOpen(i),
  viewerCanAccept: (i: Invitation, _args, sight) => sight.isOpen(i) && sight.isAddressed(i),
  viewerCanRevoke: (i: Invitation, _args, sight) =>
    sight.isOpen(i) && (sight.owns(i.groupId) || (sight.organises(i.groupId) && ["HOST", "MEMBER"].includes(i.role))),
};

const auditEntry: Fields = {
  group: one("Group", "groupId"),
  actor: one("Person", "actorId"),
  person: one("Person", "personId"),
  changes({ before, after }: { before: Record<string, unknown>; after: Record<string, unknown> }) {
    const text = (value: unknown): string | null => (value == null ? null : String(value));
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.map((field) => ({ field, before: text(before[field]), after: text(after[field]) }));
  },
};

// ---- meetings and answers

const statusOf = (m: Meeting): string => (m.cancelledAt ? "CANCELLED" : m.publishedAt ? "SCHEDULED" : "DRAFT");
const isAhead = (m: Meeting, { now }: Sight): boolean => m.cancelledAt === null && m.endsAt > now;

const placeOf: Resolve = (m) =>
  m.placeName === null
    ? null
    : {
        name: m.placeName,
        address: m.placeAddress,
        city: m.placeCity,
        country: m.placeCountry,
        coordinates: pointOf(m.placeLatitude as number | null, m.placeLongitude as number | null),
      };

const rolesOf =
  (role: string): Resolve =>
  (m, _args, sight) =>
    sight.rows.MeetingRole.filter((r) => r.meetingId === m.id && r.role === role && sight.sees(r))
      .sort((a, b) => a.position - b.position)
      .slice(0, 20);

const seatsOf = (m: Meeting, mode: string, sight: Sight): object | null =>
  first(sight, sight.rows.MeetingSeats, (s) => s.meetingId === m.id && s.mode === mode);

const costOf = ({ costMinorUnits, currency }: Pick<Meeting, "costMinorUnits" | "currency">): object | null =>
  costMinorUnits === null ? null : { amountMinorUnits: costMinorUnits, currency };
const ofMeeting = (row: { meetingId: string }, m: Any): boolean => row.meetingId === m.id;
const hosted = (m: Meeting, sight: Sight): boolean => sight.hosts(m.groupId);

const meeting: Fields = {
  ...valueOfMeeting,
  group: one("Group", "groupId"),
  series: one("MeetingSeries", "seriesId"),
  status: (m: Meeting) => statusOf(m),
  hasStarted: (m: Meeting, _args, { now }) => m.startsAt <= now,
  hasEnded: (m: Meeting, _args, { now }) => m.endsAt <= now,
  place: placeOf,
  cost: costOf,
  seats: (m: Meeting, _args, sight) => ({
    inPerson: seatsOf(m, "IN_PERSON", sight),
    online: seatsOf(m, "ONLINE", sight),
  }),
  hosts: rolesOf("HOST"),
  speakers: rolesOf("SPEAKER"),
  rsvps: connection("Rsvp", (r, m) => r.meetingId === m.id),
  viewerRsvp: (m: Meeting, _args, sight) =>
    first(sight, sight.rows.Rsvp, (r) => r.meetingId === m.id && sight.isSelf(r.personId)),
  goingCount: (m: Meeting, _args, { rows }) =>
    rows.Rsvp.filter((r) => r.meetingId === m.id && r.status === "GOING").length,
  onlineUrl: (m: Meeting, _args, sight) => {
    const answer = sight.rows.Rsvp.find((r) => r.meetingId === m.id && sight.isSelf(r.personId));
    const waitsOnline = answer?.onlineMeanwhile === true && ["WAITLISTED", "OFFERED"].includes(answer.status);
    const hasRole = sight.rows.MeetingRole.some((r) => r.meetingId === m.id && sight.isSelf(r.personId));
    const takesPart = hasRole || answer?.status === "GOING" || waitsOnline;
    const isOut = sight.isBanned(m.groupId) || sight.leftSince(m.groupId, m.startsAt);
    return sight.hosts(m.groupId) || (takesPart && !isOut) ? m.onlineUrl : null;
  },
  attendances: connection("Attendance", ofMeeting, (m: Meeting, sight) => sight.readsAttendances(m)),
  marks: connection("Mark", ofMeeting, hosted),
  viewerAttendance: (m: Meeting, _args, sight) =>
    first(sight, sight.rows.Attendance, (a) => a.meetingId === m.id && sight.isSelf(a.personId)),
  attendanceSummary: (m: Meeting, _args, sight) => summary(m, sight),
  roll: (m: Meeting, _args, sight) => roll(m, sight),
  viewerCanTakeRoll: (m: Meeting, _args, sight) => rollActs.canTake(m, sight),
  viewerCanSubmitRoll: (m: Meeting, _args, sight) => rollActs.canSubmit(m, sight),
  viewerCanReopenRoll: (m: Meeting, _args, sight) => rollActs.canReopen(m, sight),
  viewerCanSkipRoll: (m: Meeting, _args, sight) => rollActs.canSkip(m, sight),
  viewerCanCheckIn: (m: Meeting, _args, sight) => rollActs.canCheckIn(m, sight),
  viewerCanUpdate: (m: Meeting, _args, sight) => sight.organises(m.groupId),
  viewerCanReschedule: (m: Meeting, _args, sight) =>
    sight.organises(m.groupId) && m.cancelledAt === null && m.startsAt > sight.now,
  viewerCanCancel: (m: Meeting, _args, sight) => sight.organises(m.groupId) && isAhead(m, sight),
  viewerCanPublish: (m: Meeting, _args, sight) =>
    sight.organises(m.groupId) && m.publishedAt === null && isAhead(m, sight),
  viewerCanRsvp: (m: Meeting, _args, sight) =>
    sight.viewerId !== null &&
    !sight.isBanned(m.groupId) &&
    statusOf(m) === "SCHEDULED" &&
    m.startsAt > sight.now &&
    (m.rsvpOpensAt === null || m.rsvpOpensAt <= sight.now) &&
    (m.rsvpClosesAt === null || m.rsvpClosesAt > sight.now),
};

const series: Fields = {
  group: one("Group", "groupId"),
  place: placeOf,
  cost: costOf,
  onlineUrl: (s, _args, sight) => (sight.hosts(s.groupId as string) ? s.onlineUrl : null),
  meetings: connection("Meeting", (m, s) => m.seriesId === s.id),
  viewerCanUpdate: (s, _args, sight) => s.endedAt === null && sight.organises(s.groupId as string),
  viewerCanEnd: (s, _args, sight) => sight.organises(s.groupId as string),
  viewerStandingRsvp: (s, _args, sight) =>
    first(sight, sight.rows.StandingRsvp, (one) => one.seriesId === s.id && sight.isSelf(one.personId)),
};

const seats: Fields = {
  free: ({ capacity, taken }: { capacity: number | null; taken: number }) =>
    capacity === null ? null : Math.max(capacity - taken, 0),
};

const waits = (r: Any): boolean => r.status === "WAITLISTED";
/** Whether an organiser could still say something about an answer to a meeting that is to come. */
const isOpenToWord = (r: Any, sight: Sight): boolean =>
  sight.organises(r.groupId as string) &&
  sight.rows.Meeting.some((m) => m.id === r.meetingId && m.cancelledAt === null && m.startsAt > sight.now);

const rsvp: Fields = {
  isStanding: (r, _args, sight) => (sight.readsAnswers(r as never) ? r.isStanding : null),
  viewerCanDecide: (r, _args, sight) => r.status === "REQUESTED" && isOpenToWord(r, sight),
  viewerCanAdmit: (r, _args, sight) =>
    ["REQUESTED", "WAITLISTED", "OFFERED"].includes(r.status as string) && isOpenToWord(r, sight),
  meeting: one("Meeting", "meetingId"),
  person: one("Person", "personId"),
  answeredBy: (r, _args, sight) =>
    sight.readsAnswers(r as never) ? seen(sight, "Person", r.answeredById as string) : null,
  offerExpiresAt: (r, _args, sight) => (sight.readsAnswers(r as never) ? r.offerExpiresAt : null),
  placeInQueue: (r, _args, sight) =>
    waits(r) && sight.readsAnswers(r as never)
      ? sight.rows.Rsvp.filter(
          (o) =>
            waits(o) &&
            o.meetingId === r.meetingId &&
            o.mode === r.mode &&
            (Number(o.queuedAt) - Number(r.queuedAt) || (o.id <= r.id ? 0 : 1)) <= 0,
        ).length
      : null,
};

const onTheBooks: Resolve = (row, _args, sight) =>
  sight.isOnTheBooks(row as never) ? seen(sight, "Person", row.personId as string) : null;

const attendance: Fields = {
  meeting: one("Meeting", "meetingId"),
  person: onTheBooks,
  name: (a, _args, sight) => nameOf(a as never, sight),
  code: (a, _args, { rows }) => codeOf(rows, a as never),
  isNoShow: (a, _args, { rows }) => isNoShow(rows, a as never),
  substituteFor: one("Person", "substituteForId"),
  marks: connection(
    "Mark",
    (m, a, { rows }) =>
      m.meetingId === a.meetingId &&
      (m.personId === a.personId ||
        rows.PersonMerge.some(
          (x) =>
            x.groupId === a.groupId && x.mergedId === m.personId && x.survivorId === a.personId && x.undoneAt === null,
        )),
  ),
};

const mark: Fields = {
  clientId: (m) => m.markId as string,
  meeting: one("Meeting", "meetingId"),
  person: onTheBooks,
  name: (m, _args, sight) => nameOf(m as never, sight),
  note: (m, _args, sight) => (sight.hosts(m.groupId as string) ? m.note : null),
  codeBefore: (m, _args, { rows }) => codeBefore(rows, m as never),
  substituteFor: one("Person", "substituteForId"),
  recordedBy: one("Person", "recordedById"),
  isAccepted: (m, _args, { rows }) => decision(rows, m as never)?.isAccepted ?? null,
  decidedAt: (m, _args, { rows }) => decision(rows, m as never)?.decidedAt ?? null,
};

const rollLine: Fields = {
  personId: (line) => personIdOfLine(line as never),
  person: (line, _args, sight) => (line.isKnown ? seen(sight, "Person", line.subjectId as string) : null),
  invitedBy: one("Person", "invitedById"),
  isFirstVisit: (line) => line.visitsBefore === 0,
  substituteForId: (line) =>
    line.substituteForId === null ? null : `per_${(line.substituteForId as string).replaceAll("-", "")}`,
};

/** By type, then by field. Columns of the same name need no line. */
export const FIELDS: Readonly<Record<string, Fields>> = {
  Query: query,
  ...fieldsOfGiving({ one, connection }),
  ...fieldsOfAsks({ one, connection }),
  ...fieldsOfValue({ one, connection }),
  ...fieldsOfMeetingValue({ one, connection }),
  Attendance: attendance,
  AuditEntry: auditEntry,
  Ban: { group: one("Group", "groupId"), person: one("Person", "personId"), imposedBy: one("Person", "imposedById") },
  Block: block,
  ...fieldsOfRecall({ one, connection }),
  ConnectedPair: connectedPair,
  Group: group,
  Introduction: {
    ...introductions.introduction,
    outcomes: connection("IntroductionOutcome", (o, i) => o.introductionId === i.id),
    group: one("Group", "groupId"),
    meeting: one("Meeting", "meetingId"),
  },
  IntroductionOutcome: { ...introductions.outcome, introduction: one("Introduction", "introductionId") },
  IntroductionSide: introductions.introductionSide,
  GroupImport: { ...importFields, group: one("Group", "groupId"), begunBy: one("Person", "begunById") },
  Invitation: invitation,
  Leave: { membership: one("Membership", "membershipId") },
  PersonMerge: {
    group: one("Group", "groupId"),
    mergedPersonId: (m) => `per_${(m.mergedId as string).replaceAll("-", "")}`,
    mergedName: (m, _args, { rows }) =>
      rows.Person.find((p) => p.id === m.mergedId && p.emailVerifiedAt === null)?.displayName ?? null,
    person: one("Person", "survivorId"),
    mergedBy: one("Person", "mergedById"),
    viewerCanUnmerge: (m, _args, sight) =>
      m.undoneAt === null && m.membershipVersion !== 0 && sight.organises(m.groupId as string),
  },
  LikelyDuplicate: {
    group: one("Group", "groupId"),
    person: one("Person", "personId"),
    personName: (d, _args, { rows }) => displayName(rows, d.personId as string),
    duplicate: one("Person", "duplicateId"),
    duplicateName: (d, _args, { rows }) => displayName(rows, d.duplicateId as string),
  },
  MembershipPeriod: { membership: one("Membership", "membershipId") },
  Mark: mark,
  Meeting: meeting,
  MeetingRole: { person: one("Person", "personId") },
  MeetingSeats: seats,
  MeetingSeries: series,
  Membership: membership,
  Person: person,
  ApiKey: apiKey,
  RoleTerm: { group: one("Group", "groupId"), person: one("Person", "personId"), givenBy: one("Person", "givenById") },
  RollLine: rollLine,
  Rsvp: rsvp,
  Session: session,
  StandingRsvp: { series: one("MeetingSeries", "seriesId") },
  Topic: {
    synonyms: (t, _args, { rows }) => rows.TopicSynonym.filter((s) => s.topicId === t.id).sort(bySlug),
    groupCount: (t, _args, sight) =>
      sight.rows.Group.filter(
        (g) =>
          sight.isListed(g) &&
          sight.sees(g) &&
          sight.rows.GroupTopic.some((link) => link.groupId === g.id && link.topicId === t.id),
      ).length,
  },
  Visitor: {
    group: one("Group", "groupId"),
    name: (x, _args, { rows }) => nameOfVisitor(x as never, rows),
    person: (x, _args, sight) => (x.knownAs === null ? seen(sight, "Person", x.personId as string) : null),
    invitedBy: one("Person", "invitedById"),
    joinedAt: (x, _args, { rows }) => joinedAt(rows, x as never),
    visitCount: (x, _args, { rows }) => visitsOf(rows, x as never).length,
    lastVisitAt: (x, _args, { rows }) => visitsOf(rows, x as never).at(-1) ?? null,
  },
};
