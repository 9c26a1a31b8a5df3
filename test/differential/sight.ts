/**
 * The policies a second time, as plain loops over rows in memory: what the descriptions of the schema promise,
 * written without a look at the predicates of `src`. Whoever changes a policy changes this with it.
 */

import type { App } from "../../src/apps/app.entity.ts";
import type { ConnectedApp } from "../../src/apps/connected-app.entity.ts";
import type { Ask } from "../../src/asks/ask.entity.ts";
import type { AskResponse } from "../../src/asks/ask-response.entity.ts";
import type { Offer } from "../../src/asks/offer.entity.ts";
import type { OfferResponse } from "../../src/asks/offer-response.entity.ts";
import type { Posting } from "../../src/asks/posting.entity.ts";
import type { Attendance } from "../../src/attendance/attendance.entity.ts";
import type { Mark } from "../../src/attendance/mark.entity.ts";
import type { AuditEntry } from "../../src/audit/audit-entry.entity.ts";
import type { ConnectedPair } from "../../src/connections/connection.entity.ts";
import type { ContactRead } from "../../src/contact-reads/contact-read.entity.ts";
import type { Door } from "../../src/doors/door.entity.ts";
import type { LikelyDuplicate } from "../../src/duplicates/likely-duplicate.entity.ts";
import type { Encounter } from "../../src/encounters/encounter.entity.ts";
import type { EncounterPerson } from "../../src/encounters/encounter-person.entity.ts";
import type { Ban } from "../../src/groups/ban.entity.ts";
import type { Group } from "../../src/groups/group.entity.ts";
import type { Invitation } from "../../src/groups/invitation.entity.ts";
import type { Membership } from "../../src/groups/membership.entity.ts";
import type { MembershipPeriod } from "../../src/groups/membership-period.entity.ts";
import type { RoleTerm } from "../../src/hand-overs/role-term.entity.ts";
import type { GroupImport } from "../../src/imports/group-import.entity.ts";
import type { IntroductionRequest } from "../../src/introduction-requests/introduction-request.entity.ts";
import type { Introduction } from "../../src/introductions/introduction.entity.ts";
import type { IntroductionOutcome } from "../../src/introductions/introduction-outcome.entity.ts";
import type { IntroductionSide } from "../../src/introductions/introduction-side.entity.ts";
import type { ApiKey } from "../../src/keys/api-key.entity.ts";
import type { GroupSuggestion } from "../../src/meeting-value/group-suggestion.entity.ts";
import type { Idea } from "../../src/meeting-value/idea.entity.ts";
import type { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { MeetingRole } from "../../src/meetings/meeting-role.entity.ts";
import type { MeetingSeats } from "../../src/meetings/meeting-seats.entity.ts";
import type { MeetingSeries } from "../../src/meetings/meeting-series.entity.ts";
import type { Leave } from "../../src/memberships/leave.entity.ts";
import type { Visitor } from "../../src/memberships/visitor.entity.ts";
import type { PersonMerge } from "../../src/merges/person-merge.entity.ts";
import type { Passkey } from "../../src/passkeys/passkey.entity.ts";
import type { Block } from "../../src/people/block.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import type { AppPrincipal, DoorPrincipal, ServicePrincipal } from "../../src/platform/context.ts";
import type { FollowUp } from "../../src/recall/follow-up.entity.ts";
import type { RecallNote } from "../../src/recall/recall-note.entity.ts";
import type { ClosedBusiness } from "../../src/referrals/closed-business.entity.ts";
import type { Referral } from "../../src/referrals/referral.entity.ts";
import type { GroupReport } from "../../src/reports/group-report.entity.ts";
import type { DoorLine } from "../../src/rolls/door-line.entity.ts";
import type { RollLine } from "../../src/rolls/roll-line.entity.ts";
import type { Rsvp } from "../../src/rsvps/rsvp.entity.ts";
import type { Session } from "../../src/sign-in/session.entity.ts";
import type { StandingRsvp } from "../../src/standing-rsvps/standing-rsvp.entity.ts";
import { isCreditedTo } from "./fields-of-giving.ts";
import { type Rows, typeOf } from "./rows.ts";

const DAY_MS = 86_400_000;

export const isLive = ({ status }: Pick<Membership, "status">): boolean =>
  (["TRIAL", "ACTIVE", "GRACE"] as string[]).includes(status);

/** One viewer, null for nobody, at one instant. */
export class Sight {
  private readonly known = new Map<object, boolean>();

  constructor(
    readonly rows: Rows,
    readonly viewerId: string | null,
    readonly sessionId: string | null,
    readonly now: Date,
    /** The key or the door that asks, in place of a person, or the app that asks for one. */
    program?: ServicePrincipal | DoorPrincipal | AppPrincipal,
  ) {
    this.service = program?.kind === "service" ? program : undefined;
    this.door = program?.kind === "door" ? program : undefined;
    this.app = program?.kind === "app" ? program : null;
  }

  private readonly service: ServicePrincipal | undefined;
  private readonly door: DoorPrincipal | undefined;
  readonly app: AppPrincipal | null;

  // ---- what an app is for

  /** Whether the member chose the group for the app that asks, if one does. */
  reaches = (groupId: string): boolean => this.app?.groupIds?.includes(groupId) ?? true;
  isOwnIn = (row: { personId: string; groupId: string }): boolean =>
    this.isSelf(row.personId) && this.reaches(row.groupId);
  /** Whether what somebody shows the viewer goes on to the viewer's app. */
  private isToldTo(personId: string): boolean {
    if (!this.app || this.isSelf(personId)) return true;
    const groupIds = this.liveGroupsOf(personId);
    const allows = this.rows.Person.some((p) => p.id === personId && p.allowsFellowMembersApps);
    return groupIds.some((id) => this.organises(id) || (allows && this.isMember(id)));
  }

  /** That door itself asks. */
  isDoor = (id: string): boolean => this.door?.doorId === id;

  // ---- what a key is for

  /** It covers the group, and has one of these scopes; or any, if none is named. */
  serves = (groupId: string, ...scopes: string[]): boolean =>
    this.service?.groupIds.includes(groupId) === true &&
    (scopes.length === 0 || scopes.some((scope) => this.service?.scopes.includes(scope)));
  readsMemberships = (groupId: string): boolean => this.isMember(groupId) || this.serves(groupId, "GROUPS_READ");
  readsAnswers = (r: { personId: string; groupId: string }): boolean =>
    this.isOwnOrHosted(r) || this.serves(r.groupId, "RSVPS_READ");
  readsAttendances = ({ groupId }: { groupId: string }): boolean =>
    this.hosts(groupId) || this.serves(groupId, "ATTENDANCE_READ");
  private showsCalendar(groupId: string): boolean {
    const isForAll = this.rows.Group.some((g) => g.id === groupId && g.visibility !== "PRIVATE");
    if (!this.service || isForAll) return true;
    return this.serves(groupId, "MEETINGS_READ", "RSVPS_READ", "ATTENDANCE_READ");
  }

  // ---- what the viewer is to a group

  private membershipIn(groupId: string): Membership | undefined {
    return this.rows.Membership.find((m) => m.groupId === groupId && m.personId === this.viewerId);
  }
  private hasRole(groupId: string, roles: readonly string[]): boolean {
    const membership = this.membershipIn(groupId);
    return membership !== undefined && isLive(membership) && roles.includes(membership.role) && this.reaches(groupId);
  }
  isMember = (groupId: string): boolean => this.hasRole(groupId, ["OWNER", "ORGANISER", "HOST", "MEMBER"]);
  hosts = (groupId: string): boolean => this.hasRole(groupId, ["OWNER", "ORGANISER", "HOST"]);
  organises = (groupId: string): boolean => this.hasRole(groupId, ["OWNER", "ORGANISER"]);
  owns = (groupId: string): boolean => this.hasRole(groupId, ["OWNER"]);
  isPending = (groupId: string): boolean =>
    ["INVITED", "REQUESTED"].includes(this.membershipIn(groupId)?.status ?? "") && this.reaches(groupId);
  leftSince(groupId: string, moment: Date): boolean {
    const endedAt = this.membershipIn(groupId)?.endedAt ?? null;
    return endedAt !== null && endedAt >= moment;
  }
  isBanned = (groupId: string): boolean =>
    this.rows.Ban.some((b) => b.groupId === groupId && b.personId === this.viewerId && b.liftedAt === null);

  isOpen = (i: Invitation): boolean => i.acceptedAt === null && i.revokedAt === null && i.expiresAt > this.now;
  isAddressed(i: Invitation): boolean {
    const viewer = this.rows.Person.find((p) => p.id === this.viewerId);
    return viewer !== undefined && viewer.email === i.email && viewer.emailVerifiedAt !== null;
  }
  private isOwnGroup = (g: Group): boolean =>
    this.isMember(g.id) ||
    this.isPending(g.id) ||
    this.serves(g.id) ||
    (this.reaches(g.id) &&
      this.rows.Invitation.some((i) => i.groupId === g.id && this.isOpen(i) && this.isAddressed(i)));
  isListed = (g: Group): boolean => g.archivedAt === null && (g.visibility === "PUBLIC" || this.isOwnGroup(g));

  // ---- what the viewer is to a person

  isSelf = (personId: string): boolean => this.viewerId !== null && personId === this.viewerId;
  isBlocked = (personId: string): boolean =>
    this.rows.Block.some(
      (b) =>
        (b.blockerId === this.viewerId && b.blockedId === personId) ||
        (b.blockerId === personId && b.blockedId === this.viewerId),
    );
  /** Whom a pair connects the viewer with; null if it does not. */
  otherIn(c: ConnectedPair): string | null {
    if (this.isSelf(c.personLowId)) return c.personHighId;
    return this.isSelf(c.personHighId) ? c.personLowId : null;
  }
  isConnected = (personId: string): boolean =>
    !this.isBlocked(personId) &&
    this.rows.ConnectedPair.some((c) => c.endedAt === null && this.otherIn(c) === personId);
  private liveGroupsOf = (personId: string): string[] =>
    this.rows.Membership.filter((m) => m.personId === personId && isLive(m)).map((m) => m.groupId);
  private keepsRecordOf = (personId: string): boolean =>
    this.rows.Membership.some(
      (m) => m.personId === personId && (m.joinedAt !== null || m.status === "REQUESTED") && this.hosts(m.groupId),
    ) || this.rows.Visitor.some((x) => x.personId === personId && x.knownAs === null && this.hosts(x.groupId));

  /** Whether the viewer is among those whom a person chose for a part of their profile. */
  isAmong(person: Person, audience: string, part: "profile" | "contact" = "profile"): boolean {
    if (audience === "PUBLIC" || this.isSelf(person.id)) return true;
    if (this.service && part === "profile" && ["SIGNED_IN", "GROUPS_IN_COMMON", "ORGANISERS"].includes(audience))
      return this.liveGroupsOf(person.id).some((groupId) => this.serves(groupId, "PROFILE_READ"));
    if (this.viewerId === null || !this.isToldTo(person.id)) return false;
    if (audience === "SIGNED_IN") return true;
    if (audience === "GROUPS_IN_COMMON") return this.liveGroupsOf(person.id).some((groupId) => this.isMember(groupId));
    if (audience === "ORGANISERS") return this.liveGroupsOf(person.id).some((groupId) => this.organises(groupId));
    if (audience === "CONNECTIONS") return this.isConnected(person.id);
    return false;
  }

  /** What a key covers. */
  groupsOf = ({ id }: ApiKey): string[] =>
    this.rows.ApiKeyGroup.filter(({ keyId }) => keyId === id).map(({ groupId }) => groupId);

  // ---- what the viewer may see

  isOpenPosting = (p: Posting): boolean => p.closedAt === null && p.openUntil > this.now;
  /** Members of the named groups in which the author is one, of any group of the author's, or the author's connections. */
  private isPostedForViewer({ audience, personId }: Posting, named: readonly { groupId: string }[]): boolean {
    if (this.viewerId === null || this.isBlocked(personId) || !this.isToldTo(personId)) return false;
    if (audience === "CONNECTIONS") return this.isConnected(personId);
    return this.liveGroupsOf(personId).some(
      (id) => this.isMember(id) && (audience === "MY_GROUPS" || named.some(({ groupId }) => groupId === id)),
    );
  }

  private readonly policies: Readonly<Record<string, (row: never) => boolean>> = {
    Topic: () => true,
    TopicSynonym: () => true,
    // A block hides people from each other, but no member from those who organise their group.
    Person: (p: Person) =>
      this.isSelf(p.id) ||
      this.liveGroupsOf(p.id).some((groupId) => this.organises(groupId) || this.serves(groupId)) ||
      (!this.isBlocked(p.id) &&
        (p.emailVerifiedAt !== null ||
          this.keepsRecordOf(p.id) ||
          this.isConnected(p.id) ||
          this.liveGroupsOf(p.id).some((groupId) => this.isMember(groupId)))),
    Block: (b: Block) => this.isSelf(b.blockerId),
    FollowUp: (f: FollowUp) => this.isSelf(f.authorId),
    RecallNote: (n: RecallNote) => this.isSelf(n.authorId),
    Encounter: (e: Encounter) => this.isSelf(e.authorId),
    EncounterPerson: (p: EncounterPerson) =>
      this.rows.Encounter.some((e) => e.id === p.encounterId && this.isSelf(e.authorId)),
    ConnectedPair: (c: ConnectedPair) =>
      c.endedAt === null && this.otherIn(c) !== null && !this.isBlocked(this.otherIn(c) ?? ""),
    Session: (s: Session) => this.isSelf(s.personId),
    App: (a: App) => this.isSelf(a.ownerId),
    ConnectedApp: (c: ConnectedApp) => this.isSelf(c.personId) && c.endedAt === null && c.expiresAt > this.now,
    Group: (g: Group) => g.visibility !== "PRIVATE" || this.isOwnGroup(g),
    // What was decided on a report is not told to whom it is about.
    AuditEntry: (e: AuditEntry) =>
      this.organises(e.groupId) && !(e.action === "decideReport" && e.personId !== null && this.isSelf(e.personId)),
    GroupReport: (r: GroupReport) =>
      (r.reporterId !== null && this.isSelf(r.reporterId)) ||
      (this.organises(r.groupId) && !(r.aboutId !== null && this.isSelf(r.aboutId))),
    Ban: (b: Ban) => this.organises(b.groupId),
    Invitation: (i: Invitation) =>
      this.seesKey("Group", i.groupId) && (this.organises(i.groupId) || (this.isOpen(i) && this.isAddressed(i))),
    Membership: (m: Membership) =>
      this.seesKey("Group", m.groupId) &&
      this.seesKey("Person", m.personId) &&
      (this.isOwnIn(m) ||
        this.hosts(m.groupId) ||
        (this.readsMemberships(m.groupId) && isLive(m) && this.isToldTo(m.personId))),
    MembershipPeriod: (p: MembershipPeriod) => this.ownsOrOrganisesRecord(p.membershipId),
    Leave: (l: Leave) => this.ownsOrOrganisesRecord(l.membershipId),
    // Who was written down with an address is known by that name alone, and so to every host.
    Visitor: (x: Visitor) => this.hosts(x.groupId) && (x.knownAs !== null || this.seesKey("Person", x.personId)),
    // What is planned, or came to nothing, is the business of those who run the group.
    RoleTerm: (t: RoleTerm) => this.isMember(t.groupId) && (t.takenUpAt !== null || this.organises(t.groupId)),
    // For the connector, and for those who were asked; nobody else, and who was not asked yet not either.
    Introduction: (i: Introduction) =>
      i.connectorId === this.viewerId ||
      this.rows.IntroductionSide.some(
        (s) => s.introductionId === i.id && s.askedAt !== null && s.personId !== null && this.isSelf(s.personId),
      ),
    IntroductionRequest: (r: IntroductionRequest) =>
      this.isSelf(r.askerId) || (r.askedAt !== null && this.isSelf(r.connectorId)),
    IntroductionOutcome: (o: IntroductionOutcome) =>
      this.rows.Introduction.some((i) => i.id === o.introductionId && this.sees(i)) &&
      (!o.isConfidential || this.isSelf(o.recordedById)),
    IntroductionSide: (s: IntroductionSide) =>
      this.rows.Introduction.some((i) => i.id === s.introductionId && this.sees(i)),
    GroupImport: (i: GroupImport) => this.organises(i.groupId),
    ApiKey: (k: ApiKey) => this.groupsOf(k).some((groupId) => this.organises(groupId)),
    PersonMerge: (m: PersonMerge) => this.organises(m.groupId),
    LikelyDuplicate: (d: LikelyDuplicate) =>
      this.organises(d.groupId) && this.seesKey("Person", d.personId) && this.seesKey("Person", d.duplicateId),
    // A roll accounts for everybody, whatever they show of themself, and across a block.
    Attendance: (a: Attendance) =>
      this.seesKey("Meeting", a.meetingId) && (this.isOwnIn(a) || this.readsAttendances(a)),
    Mark: (m: Mark) => this.seesKey("Meeting", m.meetingId) && this.isOwnOrHosted(m),
    ContactRead: (r: ContactRead) => this.isSelf(r.personId),
    Passkey: (k: Passkey) => this.isSelf(k.personId),
    Door: (d: Door) => this.hosts(d.groupId) || this.isDoor(d.id),
    // Whoever only might come is nobody's business at the entrance.
    DoorLine: (l: DoorLine) => l.place < 3 && this.door?.meetingId === l.meetingId,
    RollLine: (l: RollLine) => this.seesKey("Meeting", l.meetingId) && this.hosts(l.groupId),
    // A referral is a matter of two people, and of one alone where a block stood between them.
    Referral: (r: Referral) => this.isSelf(r.giverId) || (this.isSelf(r.receiverId) && !r.isWithheld),
    Idea: (i: Idea) =>
      this.isSelf(i.authorId) ||
      (i.creditedToId !== null && this.isSelf(i.creditedToId) && i.tellsCredited && !this.isBlocked(i.authorId)),
    GroupSuggestion: (s: GroupSuggestion) => this.isSelf(s.giverId) || (this.isSelf(s.receiverId) && !s.isWithheld),
    Ask: (a: Ask) =>
      this.isSelf(a.personId) ||
      (this.isPostedForViewer(
        a,
        this.rows.AskGroup.filter((g) => g.askId === a.id),
      ) &&
        this.isOpenPosting(a)) ||
      (!this.isBlocked(a.personId) && this.rows.AskResponse.some((r) => r.askId === a.id && this.isSelf(r.personId))),
    Offer: (o: Offer) =>
      this.isSelf(o.personId) ||
      (this.isPostedForViewer(
        o,
        this.rows.OfferGroup.filter((g) => g.offerId === o.id),
      ) &&
        this.isOpenPosting(o)) ||
      (!this.isBlocked(o.personId) &&
        this.rows.OfferResponse.some((r) => r.offerId === o.id && this.isSelf(r.personId))),
    OfferResponse: (r: OfferResponse) =>
      this.isSelf(r.personId) ||
      (!this.isBlocked(r.personId) && this.rows.Offer.some((o) => o.id === r.offerId && this.isSelf(o.personId))),
    AskResponse: (r: AskResponse) =>
      this.isSelf(r.personId) ||
      (!this.isBlocked(r.personId) && this.rows.Ask.some((a) => a.id === r.askId && this.isSelf(a.personId))),
    ClosedBusiness: (b: ClosedBusiness) => this.isSelf(b.reporterId) || isCreditedTo(b, this.viewerId, this),
    StandingRsvp: (s: StandingRsvp) => this.seesKey("Group", s.groupId) && this.isOwnIn(s),
    MeetingSeries: (s: MeetingSeries) => this.seesKey("Group", s.groupId) && this.showsCalendar(s.groupId),
    Meeting: (m: Meeting) =>
      this.seesKey("Group", m.groupId) &&
      (m.publishedAt !== null || this.organises(m.groupId)) &&
      this.showsCalendar(m.groupId),
    MeetingSeats: (s: MeetingSeats) => this.seesKey("Meeting", s.meetingId),
    MeetingRole: (r: MeetingRole) => this.seesKey("Meeting", r.meetingId) && this.seesKey("Person", r.personId),
    Rsvp: (r: Rsvp) =>
      this.seesKey("Meeting", r.meetingId) && this.seesKey("Person", r.personId) && this.readsAnswer(r),
  };

  /** Whether a row is within the viewer's sight. */
  sees(row: object): boolean {
    const before = this.known.get(row);
    if (before !== undefined) return before;
    const policy = this.policies[typeOf(row)] as ((row: object) => boolean) | undefined;
    if (!policy) throw new Error(`The reference has no policy of ${typeOf(row)}: write it in sight.ts.`);
    const seen = policy(row);
    this.known.set(row, seen);
    return seen;
  }

  seesKey(type: "Group" | "Person" | "Meeting" | "Membership", id: string): boolean {
    const row = (this.rows[type] as readonly { id: string }[]).find((one) => one.id === id);
    return row !== undefined && this.sees(row);
  }

  /** Whose row an id of a person finds that is out of sight: who stands for them in a group of the viewer's. */
  standInOf(personId: string): string | null {
    const merges = this.rows.PersonMerge.filter(
      (m) => m.mergedId === personId && m.undoneAt === null && this.isMember(m.groupId),
    );
    return merges.map((m) => [m.id, m.survivorId] as const).sort(([a], [b]) => (a < b ? -1 : 1))[0]?.[1] ?? null;
  }

  isOwnOrOrganised = (m: Membership): boolean => this.isOwnIn(m) || this.organises(m.groupId);
  private ownsOrOrganisesRecord(membershipId: string): boolean {
    const membership = this.rows.Membership.find((m) => m.id === membershipId);
    return membership !== undefined && this.sees(membership) && this.isOwnOrOrganised(membership);
  }

  isOwnOrHosted = (r: { personId: string; groupId: string }): boolean => this.isOwnIn(r) || this.hosts(r.groupId);

  /** The group knows them by their own doing, or without any address; else only by what an organiser wrote down. */
  isOnTheBooks({ groupId, personId }: { groupId: string; personId: string }): boolean {
    const { Membership, Rsvp, Visitor } = this.rows;
    const isTheirs = (row: { groupId: string; personId: string }) =>
      row.groupId === groupId && row.personId === personId;
    return (
      this.isOwnIn({ groupId, personId }) ||
      Membership.some((m) => isTheirs(m) && (m.joinedAt !== null || m.status === "REQUESTED")) ||
      Rsvp.some(isTheirs) ||
      Visitor.some((x) => isTheirs(x) && x.knownAs === null)
    );
  }
  private readsAnswer(r: Rsvp): boolean {
    if (this.readsAnswers(r)) return true;
    const group = this.rows.Group.find((g) => g.id === r.groupId);
    const person = this.rows.Person.find((p) => p.id === r.personId);
    return r.status === "GOING" && person?.listedAsAttendee === true && group !== undefined && this.readsList(group, r);
  }
  private readsList(group: Group, { personId }: Rsvp): boolean {
    if (group.attendeeListAudience === "PUBLIC") return true;
    if (!this.isToldTo(personId)) return false;
    if (group.attendeeListAudience === "SIGNED_IN") return this.viewerId !== null;
    return group.attendeeListAudience === "MEMBERS" && this.isMember(group.id);
  }

  isOpenSession = (s: Session): boolean =>
    s.endedAt === null && s.expiresAt > this.now && s.lastSeenAt.getTime() > this.now.getTime() - 30 * DAY_MS;

  /** The stored status, or that an active member is away today by the calendar of the group. */
  statusOf(m: Membership): string {
    const zone = this.rows.Group.find((g) => g.id === m.groupId)?.timeZone ?? "UTC";
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(this.now);
    const away = this.rows.Leave.some((l) => l.membershipId === m.id && l.fromOn <= today && today <= l.toOn);
    return m.status === "ACTIVE" && away ? "ON_LEAVE" : m.status;
  }

  /** Runs the group, is not that member, and stands above their role. */
  manages = (m: Membership): boolean =>
    !this.isSelf(m.personId) &&
    (this.owns(m.groupId) || (this.organises(m.groupId) && ["HOST", "MEMBER"].includes(m.role)));
}
