/**
 * A group of its own for one cell of the matrix, with everything that an act may be about: so that no cell sees what
 * another did. `other` is the member whom acts are about, and blocks the viewer called `blocked`.
 */
import type { EntityManager } from "typeorm";
import { Attendance } from "../../src/attendance/attendance.entity.ts";
import { AttendanceCode } from "../../src/attendance/attendance-code.ts";
import { Mark, MarkFlag } from "../../src/attendance/mark.entity.ts";
import { RollState, RollStatus } from "../../src/attendance/roll.entity.ts";
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../src/connections/connection.entity.ts";
import { ContactField, ContactRead } from "../../src/contact-reads/contact-read.entity.ts";
import { Door } from "../../src/doors/door.entity.ts";
import { LikelyDuplicate } from "../../src/duplicates/likely-duplicate.entity.ts";
import { Ban } from "../../src/groups/ban.entity.ts";
import { AttendeeListAudience, ExpectedRule, Group, GroupVisibility, JoinMode } from "../../src/groups/group.entity.ts";
import { GroupSlug } from "../../src/groups/group-slug.entity.ts";
import { GroupTopic } from "../../src/groups/group-topic.entity.ts";
import { Invitation } from "../../src/groups/invitation.entity.ts";
import { Membership, MembershipRole, MembershipStatus } from "../../src/groups/membership.entity.ts";
import { GroupImport, GroupImportStatus } from "../../src/imports/group-import.entity.ts";
import { Introduction, IntroductionAsking } from "../../src/introductions/introduction.entity.ts";
import { IntroductionAnswer, IntroductionSide } from "../../src/introductions/introduction-side.entity.ts";
import { ApiKey, ApiKeyKind } from "../../src/keys/api-key.entity.ts";
import { ApiKeyGroup } from "../../src/keys/api-key-group.entity.ts";
import { ApiKeySecret } from "../../src/keys/api-key-secret.entity.ts";
import { Meeting } from "../../src/meetings/meeting.entity.ts";
import { MeetingMode, TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import { MeetingSeries } from "../../src/meetings/meeting-series.entity.ts";
import { Leave } from "../../src/memberships/leave.entity.ts";
import { Visitor, VisitorKind } from "../../src/memberships/visitor.entity.ts";
import { PersonMerge } from "../../src/merges/person-merge.entity.ts";
import { Passkey } from "../../src/passkeys/passkey.entity.ts";
import { Block } from "../../src/people/block.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { globalId, newId, parseGlobalId } from "../../src/platform/ids.ts";
import type { Class } from "../../src/platform/reads/reads.ts";
import { hashOf } from "../../src/platform/secrets.ts";
import { GroupReport } from "../../src/reports/group-report.entity.ts";
import { ReportedKind, ReportReason } from "../../src/reports/reported-kind.ts";
import { Rsvp, RsvpStatus } from "../../src/rsvps/rsvp.entity.ts";
import { Session, SignInMethod } from "../../src/sign-in/session.entity.ts";
import { StandingRsvp } from "../../src/standing-rsvps/standing-rsvp.entity.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import type { CastApi } from "../support/cast.ts";
import { TEST_NOW } from "../support/start-api.ts";
import { ENTITIES_OF_GIVING, givingFor, type HouseOfGiving } from "./house-of-giving.ts";
import { ENTITIES_OF_RECALL, type HouseOfRecall, recallFor } from "./house-of-recall.ts";
import { ENTITIES_OF_REQUESTS, type HouseOfRequests, requestsFor } from "./house-of-requests.ts";
import type { Role } from "./roles.ts";

const BEFORE = new Date("2026-01-05T09:00:00.000Z");
const LATER = new Date("2026-06-20T09:00:00.000Z");
const MADE = { createdAt: BEFORE, updatedAt: BEFORE };

/** Global ids of what there is, and the viewer's key; `viewer` is null for nobody. */
export interface MatrixHouse extends HouseOfGiving, HouseOfRecall, HouseOfRequests {
  readonly viewer: string | null;
  readonly viewerEmail: string;
  readonly group: string;
  readonly slug: string;
  readonly topic: string;
  readonly topicSlug: string;
  readonly other: string;
  readonly guest: string;
  readonly meeting: string;
  readonly draft: string;
  readonly startsAt: Date;
  /** Where the viewer is offered a seat. */
  readonly offered: string;
  /** Half an hour ago, with its roll open and a flagged mark on it; one checks in by oneself. */
  readonly running: string;
  /** The same, its roll submitted. */
  readonly submitted: string;
  /** The id that a client made. */
  readonly flaggedMark: string;
  readonly flaggedMarkNode: string;
  readonly attendance: string;
  readonly series: string;
  readonly requestedRsvp: string;
  readonly waitingRsvp: string;
  readonly otherMembership: string;
  readonly requestedMembership: string;
  readonly ownMembership: string;
  readonly leave: string;
  readonly ban: string;
  readonly merge: string;
  /** In the queue of likely duplicates. */
  readonly pair: string;
  /** Found good, and not confirmed. */
  readonly import: string;
  readonly apiKey: string;
  readonly door: string;
  /** Of another by a third one. */
  readonly report: string;
  /** Of the viewer. */
  readonly reportOfViewer: string;
  /** That the viewer was shown contact details of another, and the other the viewer's. */
  readonly contactReadByViewer: string;
  readonly contactReadOfViewer: string;
  readonly ownPasskey: string;
  readonly otherPasskey: string;
  readonly invitation: string;
  /** Addressed to the viewer. */
  readonly ownInvitation: string;
  /** Between two others, of a third one. */
  readonly introduction: string;
  /** In which the viewer is asked, and has said yes. */
  readonly askedIntroduction: string;
  /** In which the viewer and another both said yes. */
  readonly sharedIntroduction: string;
  /** Which the viewer proposed. */
  readonly ownIntroduction: string;
  readonly ownSession: string;
  readonly otherSession: string;
  /** The viewer's own, and one of two others. */
  readonly connection: string;
  readonly othersConnection: string;
  /** Whom the viewer blocks. */
  readonly foe: string;
}

const AT_HOME: Readonly<Partial<Record<Role, Partial<Membership>>>> = {
  member: {},
  blocked: {},
  host: { role: MembershipRole.HOST },
  organiser: { role: MembershipRole.ORGANISER },
  owner: { role: MembershipRole.OWNER },
  removed: { status: MembershipStatus.REMOVED },
  banned: { status: MembershipStatus.REMOVED },
};

/** Tables whose rows are known by others' keys. */
const KEYLESS: readonly Class[] = [ApiKeyGroup, ApiKeySecret, GroupSlug, GroupTopic, MeetingSeats, RollState];

/** Rows to be written at once, table by table in the order in which they lean on each other. */
class Rows {
  private readonly byEntity = new Map<Class, object[]>(
    [
      Topic,
      Person,
      Session,
      Passkey,
      Block,
      Group,
      GroupSlug,
      GroupTopic,
      Membership,
      Ban,
      Visitor,
      PersonMerge,
      GroupImport,
      ApiKey,
      ApiKeyGroup,
      ApiKeySecret,
      LikelyDuplicate,
      Leave,
      Invitation,
      MeetingSeries,
      Meeting,
      MeetingSeats,
      Rsvp,
      RollState,
      Mark,
      Attendance,
      Door,
      GroupReport,
      ContactRead,
      StandingRsvp,
      Introduction,
      IntroductionSide,
      ...ENTITIES_OF_GIVING,
      ...ENTITIES_OF_RECALL,
      ...ENTITIES_OF_REQUESTS,
      ConnectedPair,
    ].map((entity) => [entity, []]),
  );

  put<E extends object>(entity: Class<E>, row: Partial<E>): string {
    const { id = newId() } = row as { id?: string };
    this.byEntity.get(entity)?.push(KEYLESS.includes(entity) ? row : { id, ...row });
    return id;
  }
  person(displayName: string, row: Partial<Person> = {}): string {
    const id = newId();
    const account = { email: `${id}@example.org`, emailVerifiedAt: BEFORE };
    return this.put(Person, { id, displayName, ...account, ...MADE, ...row });
  }
  member(groupId: string, personId: string, row: Partial<Membership> = {}): string {
    const joinedAt = row.status === MembershipStatus.REQUESTED ? null : BEFORE;
    return this.put(Membership, { groupId, personId, status: MembershipStatus.ACTIVE, joinedAt, ...MADE, ...row });
  }
  async write(db: EntityManager): Promise<void> {
    for (const [entity, rows] of this.byEntity) if (rows.length > 0) await db.insert(entity, rows);
  }
}

const RUNNING = {
  startsAt: new Date(TEST_NOW.getTime() - 1_800_000),
  endsAt: new Date(TEST_NOW.getTime() + 1_800_000),
  allowsSelfCheckIn: true,
};

/** Meetings start a minute apart from house to house, so that a span of time is of one house. */
let made = 0;

/** A house for each role, written in one go. */
export async function openHouses(api: CastApi, roles: readonly Role[]): Promise<MatrixHouse[]> {
  const rows = new Rows();
  const houses = roles.map((role) => houseFor(rows, role));
  await rows.write(api.dataSource.manager);
  return houses;
}

function houseFor(rows: Rows, role: Role): MatrixHouse {
  const viewer = role === "anonymous" ? null : rows.person(role);
  const groupId = groupFor(rows, role);
  const topicId = rows.put(Topic, { slug: `topic-${groupId}`, name: "Example" });
  rows.put(GroupTopic, { groupId, topicId });
  const [founder, other, asker, foe] = [
    rows.person("Founder"),
    rows.person("Other"),
    rows.person("Asker"),
    rows.person("Foe"),
  ] as const;
  const guest = rows.person("Guest", { email: null, emailVerifiedAt: null });
  rows.member(groupId, founder, { role: MembershipRole.OWNER });
  const otherMembership = rows.member(groupId, other);
  const requestedMembership = rows.member(groupId, asker, { status: MembershipStatus.REQUESTED });
  rows.put(Visitor, { groupId, personId: guest, kind: VisitorKind.GUEST, firstSeenAt: BEFORE });
  const ownMembership = viewer && AT_HOME[role] ? rows.member(groupId, viewer, AT_HOME[role]) : newId();
  const banned = (personId: string) =>
    rows.put(Ban, { groupId, personId, imposedAt: BEFORE, imposedById: founder, liftedAt: null });
  if (viewer && role === "banned") banned(viewer);
  if (viewer) rows.put(Block, { blockerId: viewer, blockedId: foe, createdAt: BEFORE });
  if (viewer && role === "blocked") rows.put(Block, { blockerId: other, blockedId: viewer, createdAt: BEFORE });
  const leave = rows.put(Leave, {
    membershipId: otherMembership,
    fromOn: "2026-06-10",
    toOn: "2026-06-20",
    recordedById: other,
    recordedAt: BEFORE,
  });
  const seriesId = seriesFor(rows, groupId);
  if (viewer) {
    const standing = { groupId, seriesId, personId: viewer, mode: TakePartMode.IN_PERSON };
    rows.put(StandingRsvp, { ...standing, ...MADE });
  }
  const series = globalId("ser", seriesId);
  const invited = (email: string) => invitationFor(rows, groupId, email, founder);
  const meetings = meetingsFor(rows, groupId, { other, asker, viewer });
  const meetingId = parseGlobalId(meetings.running)?.id ?? "";
  const viewerEmail = `${viewer ?? "nobody"}@example.org`;
  return {
    viewer,
    viewerEmail,
    group: globalId("grp", groupId),
    slug: `group-${groupId}`,
    topic: globalId("top", topicId),
    topicSlug: `topic-${groupId}`,
    other: globalId("per", other),
    guest: globalId("per", guest),
    foe: globalId("per", foe),
    ...meetings,
    ...givingFor((entity, row) => rows.put(entity, row), { groupId, other, asker, viewer, meetingId }),
    ...recallFor((entity, row) => rows.put(entity, row), { other, viewer }),
    ...requestsFor((entity, row) => rows.put(entity, row), { viewer, other, asker }),
    series,
    otherMembership: globalId("mem", otherMembership),
    requestedMembership: globalId("mem", requestedMembership),
    ownMembership: globalId("mem", ownMembership),
    connection: globalId("con", viewer ? connectionOf(rows, viewer, rows.person("Friend")) : newId()),
    othersConnection: globalId("con", connectionOf(rows, other, asker)),
    leave: globalId("lve", leave),
    ban: globalId("ban", banned(foe)),
    merge: globalId(
      "mrg",
      rows.put(PersonMerge, {
        ...{ groupId, mergedId: rows.person("Twin", { email: null, emailVerifiedAt: null }), intoId: other },
        ...{ survivorId: other, mergedAt: BEFORE, mergedById: founder, undoneAt: null },
      }),
    ),
    pair: globalId(
      "dup",
      rows.put(LikelyDuplicate, { groupId, personId: asker, duplicateId: guest, reasons: [], score: 11, rank: -11 }),
    ),
    import: globalId("imp", importFor(rows, groupId, founder)),
    apiKey: globalId("key", keyFor(rows, groupId, founder)),
    door: globalId("dor", doorFor(rows, groupId, meetingId, founder)),
    report: globalId("rep", reportFor(rows, groupId, asker, other)),
    reportOfViewer: globalId("rep", viewer ? reportFor(rows, groupId, asker, viewer) : newId()),
    contactReadByViewer: globalId("crd", viewer ? contactReadFor(rows, other, viewer) : newId()),
    contactReadOfViewer: globalId("crd", viewer ? contactReadFor(rows, viewer, other) : newId()),
    invitation: globalId("inv", invited("somebody@example.org")),
    // An outsider is told nothing, not even by an invitation.
    ownInvitation: globalId("inv", viewer && role !== "outsider" ? invited(viewerEmail) : newId()),
    introduction: globalId("itr", introductionFor(rows, founder, [other, asker])),
    askedIntroduction: globalId("itr", viewer ? introductionFor(rows, founder, [viewer, asker]) : newId()),
    sharedIntroduction: globalId("itr", viewer ? introductionFor(rows, founder, [viewer, asker], BEFORE) : newId()),
    ownIntroduction: globalId("itr", viewer ? introductionFor(rows, viewer, [founder, asker]) : newId()),
    ownPasskey: globalId("pky", viewer ? passkeyOf(rows, viewer) : newId()),
    otherPasskey: globalId("pky", passkeyOf(rows, other)),
    ownSession: globalId("ses", viewer ? sessionOf(rows, viewer) : newId()),
    otherSession: globalId("ses", sessionOf(rows, other)),
  };
}

function groupFor(rows: Rows, role: Role): string {
  const id = newId();
  const hidden = { visibility: GroupVisibility.PRIVATE, joinMode: JoinMode.INVITE_ONLY };
  const open = { visibility: GroupVisibility.PUBLIC, joinMode: JoinMode.OPEN };
  rows.put(Group, {
    id,
    slug: `group-${id}`,
    name: "Example Group",
    timeZone: "Europe/London",
    expectedRule: ExpectedRule.MEMBERS,
    attendeeListAudience: AttendeeListAudience.MEMBERS,
    ...MADE,
    ...(role === "outsider" ? hidden : open),
  });
  rows.put(GroupSlug, { slug: `group-${id}`, groupId: id });
  return id;
}

const passkeyOf = (rows: Rows, personId: string): string =>
  rows.put(Passkey, {
    ...{ personId, credentialId: hashOf(newId()), publicKey: Buffer.from("key"), counter: "0", transports: [] },
    ...{ name: "Telephone", isBackedUp: false, createdAt: BEFORE, lastUsedAt: null },
  });

const doorFor = (rows: Rows, groupId: string, meetingId: string, openedById: string): string =>
  rows.put(Door, {
    ...{ groupId, meetingId, openedById, tokenHash: hashOf(newId()), label: null, createdAt: BEFORE },
    ...{ startsAt: BEFORE, endsAt: LATER, closedAt: null, usesMax: 10, uses: 0, lastUsedAt: null },
  });

const contactReadFor = (rows: Rows, personId: string, readerId: string): string =>
  rows.put(ContactRead, {
    ...{ personId, readerId, details: [ContactField.EMAIL], times: 1 },
    ...{ readOn: "2026-01-05", firstReadAt: BEFORE, lastReadAt: BEFORE },
  });

const reportFor = (rows: Rows, groupId: string, reporterId: string, aboutId: string): string =>
  rows.put(GroupReport, {
    ...{ groupId, reporterId, kind: ReportedKind.PERSON, objectId: aboutId, aboutId },
    ...{ reason: ReportReason.SPAM, words: null, quote: null, reportedAt: BEFORE },
  });

const importFor = (rows: Rows, groupId: string, begunById: string): string =>
  rows.put(GroupImport, {
    ...{ groupId, begunById, fileKind: "people", submitRolls: false, status: GroupImportStatus.CHECKED },
    ...{ tokenHash: null, createdAt: BEFORE, expiresAt: LATER },
  });

const invitationFor = (rows: Rows, groupId: string, email: string, invitedById: string): string =>
  rows.put(Invitation, {
    groupId,
    email,
    role: MembershipRole.MEMBER,
    tokenHash: hashOf(newId()),
    invitedById,
    createdAt: BEFORE,
    expiresAt: LATER,
  });

/** The first has said yes, the other nothing yet. */
function introductionFor(
  rows: Rows,
  connectorId: string,
  people: readonly [string, string],
  sharedAt: Date | null = null,
): string {
  const id = rows.put(Introduction, {
    ...{ connectorId, connectorName: "Founder", reason: "Boats", asking: IntroductionAsking.TOGETHER },
    ...{ createdAt: BEFORE, expiresAt: LATER, sharedAt },
  });
  for (const [index, personId] of people.entries()) {
    const answer = index === 0 || sharedAt ? IntroductionAnswer.YES : IntroductionAnswer.PENDING;
    const side = { introductionId: id, position: index + 1, personId, isOutsider: false, name: "Somebody", answer };
    rows.put(IntroductionSide, { ...side, askedAt: BEFORE, answeredAt: index === 0 ? BEFORE : null });
  }
  return id;
}
const connectionOf = (rows: Rows, one: string, another: string): string =>
  rows.put(ConnectedPair, { ...pairOf(one, another), origin: ConnectionOrigin.INVITATION, startedAt: BEFORE });

function keyFor(rows: Rows, groupId: string, createdById: string): string {
  const keyId = rows.put(ApiKey, {
    ...{ kind: ApiKeyKind.PUBLISHABLE, name: "Site", prefix: "ngp_01234567", scopes: [], pointsPerMinute: 30_000 },
    ...{ allowedOrigins: ["https://www.example.org"], createdAt: BEFORE, createdById },
  });
  rows.put(ApiKeyGroup, { keyId, groupId });
  rows.put(ApiKeySecret, { hash: hashOf(newId()), keyId, endsAt: null });
  return keyId;
}

const sessionOf = (rows: Rows, personId: string): string =>
  rows.put(Session, {
    personId,
    tokenHash: hashOf(newId()),
    method: SignInMethod.CODE,
    createdAt: TEST_NOW,
    lastSeenAt: TEST_NOW,
    expiresAt: LATER,
  });

interface People {
  readonly other: string;
  readonly asker: string;
  readonly viewer: string | null;
}

function meetingsFor(rows: Rows, groupId: string, { other, asker, viewer }: People) {
  const startsAt = new Date(TEST_NOW.getTime() + 7 * 86_400_000 + ++made * 60_000);
  const meeting = (row: Partial<Meeting>, taken = 0): string => {
    const id = newId();
    rows.put(Meeting, {
      id,
      groupId,
      title: "Breakfast",
      mode: MeetingMode.HYBRID,
      onlineUrl: "https://example.org/room",
      startsAt,
      endsAt: new Date(startsAt.getTime() + 3_600_000),
      startsAtLocal: "2026-06-09T07:00:00",
      timeZone: "Europe/London",
      durationMinutes: 60,
      offerMinutes: 1440,
      offerCutoffMinutes: 120,
      publishedAt: BEFORE,
      ...MADE,
      ...row,
    });
    rows.put(MeetingSeats, { meetingId: id, mode: TakePartMode.IN_PERSON, taken });
    rows.put(MeetingSeats, { meetingId: id, mode: TakePartMode.ONLINE, taken: 0 });
    return id;
  };
  const open = meeting({ needsApproval: true });
  const draft = meeting({ publishedAt: null });
  const offered = meeting({}, 1);
  const [running, submitted] = [meeting(RUNNING), meeting(RUNNING)];
  const roll = { groupId, version: 1, submittedAt: null, submittedById: null };
  rows.put(RollState, { ...roll, meetingId: running, status: RollStatus.OPEN });
  const submission = { status: RollStatus.SUBMITTED, submittedAt: BEFORE, submittedById: other };
  rows.put(RollState, { ...roll, ...submission, meetingId: submitted });
  const markId = newId();
  const mark = rows.put(Mark, {
    meetingId: running,
    markId,
    groupId,
    personId: other,
    code: AttendanceCode.PRESENT,
    recordedAt: BEFORE,
    receivedAt: BEFORE,
    recordedById: other,
    contentHash: hashOf(markId),
    flag: MarkFlag.LEFT_MEANWHILE,
  });
  const line = { groupId, meetingId: running, startsAt: RUNNING.startsAt, updatedAt: BEFORE };
  const attendance = rows.put(Attendance, { ...line, personId: other });
  const answer = (personId: string, meetingId: string, status: RsvpStatus, row: Partial<Rsvp> = {}) =>
    rows.put(Rsvp, {
      groupId,
      meetingId,
      personId,
      status,
      mode: TakePartMode.IN_PERSON,
      queuedAt: BEFORE,
      offerExpiresAt: null,
      answeredById: personId,
      respondedAt: BEFORE,
      ...MADE,
      ...row,
    });
  if (viewer) answer(viewer, offered, RsvpStatus.OFFERED, { offerExpiresAt: LATER });
  return {
    startsAt,
    running: globalId("mtg", running),
    submitted: globalId("mtg", submitted),
    flaggedMark: markId,
    flaggedMarkNode: globalId("mrk", mark),
    attendance: globalId("att", attendance),
    meeting: globalId("mtg", open),
    draft: globalId("mtg", draft),
    offered: globalId("mtg", offered),
    requestedRsvp: globalId("rsv", answer(other, open, RsvpStatus.REQUESTED)),
    waitingRsvp: globalId("rsv", answer(asker, open, RsvpStatus.WAITLISTED)),
  };
}

const seriesFor = (rows: Rows, groupId: string): string =>
  rows.put(MeetingSeries, {
    groupId,
    recurrenceRule: "FREQ=WEEKLY;BYDAY=TU",
    firstStartsAtLocal: "2026-06-02T07:00:00",
    timeZone: "Europe/London",
    durationMinutes: 60,
    title: "Weekly",
    mode: MeetingMode.IN_PERSON,
    offerMinutes: 1440,
    offerCutoffMinutes: 120,
    ...MADE,
  });
