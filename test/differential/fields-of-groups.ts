/** The fields of groups and of those in them, the naive way. */
import type { Invitation } from "../../src/groups/invitation.entity.ts";
import type { Membership } from "../../src/groups/membership.entity.ts";
import type { Anything } from "../support/anything.ts";
import { bySlug, pointOf, statusOfMeeting } from "./facts.ts";
import { stats } from "./fields-of-attendance.ts";
import { totalsOfGroup } from "./fields-of-giving.ts";
import * as introductions from "./fields-of-introductions.ts";
import { connection, type Fields, first, one, type Resolve, seen } from "./naive.ts";
import { isLive, type Sight } from "./sight.ts";

const organised = (g: Anything, sight: Sight): boolean => sight.organises(g.id as string);
const ofGroup = (row: { groupId: string }, g: Anything): boolean => row.groupId === g.id;

/** Whether a stranger at the door may come in this way. */
const doorIs =
  (mode: string): Resolve =>
  (g, _args, sight) =>
    sight.viewerId !== null &&
    g.archivedAt === null &&
    g.joinMode === mode &&
    !sight.isMember(g.id as string) &&
    !sight.isBanned(g.id as string);

export const group: Fields = {
  ...totalsOfGroup,
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
  reports: connection("GroupReport", ofGroup, organised),
  visitors: connection("Visitor", ofGroup, (g, sight) => sight.hosts(g.id as string)),
  introductionBalance: (g, args, sight) => introductions.groupBalanceOf(g.id as string, args, sight),
  introductionDays: (g, _args, sight) => introductions.daysOf(g as never, sight),
  roleTerms: connection("RoleTerm", ofGroup, (g, sight) => sight.isMember(g.id as string)),
  personMerges: connection("PersonMerge", ofGroup, organised),
  imports: connection("GroupImport", ofGroup, organised),
  likelyDuplicates: connection("LikelyDuplicate", ofGroup, organised),
  meetings: connection("Meeting", ofGroup),
  series: connection("MeetingSeries", ofGroup),
  nextMeeting: (g, _args, sight) =>
    sight.rows.Meeting.filter(
      (m) => m.groupId === g.id && statusOfMeeting(m) === "SCHEDULED" && m.endsAt > sight.now && sight.sees(m),
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

const ofMembership = (row: { membershipId: string }, m: Anything): boolean => row.membershipId === m.id;
const ownOrOrganised = (m: Membership, sight: Sight): boolean => sight.isOwnOrOrganised(m);

export const membership: Fields = {
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

export const invitation: Fields = {
  group: one("Group", "groupId"),
  invitedBy: one("Person", "invitedById"),
  acceptedBy: one("Person", "acceptedById"),
  isOpen: (i: Invitation, _args, sight) => sight.isOpen(i),
  viewerCanAccept: (i: Invitation, _args, sight) => sight.isOpen(i) && sight.isAddressed(i),
  viewerCanRevoke: (i: Invitation, _args, sight) =>
    sight.isOpen(i) && (sight.owns(i.groupId) || (sight.organises(i.groupId) && ["HOST", "MEMBER"].includes(i.role))),
};

export const auditEntry: Fields = {
  group: one("Group", "groupId"),
  actor: one("Person", "actorId"),
  person: one("Person", "personId"),
  changes({ before, after }: { before: Record<string, unknown>; after: Record<string, unknown> }) {
    const text = (value: unknown): string | null => (value == null ? null : String(value));
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.map((field) => ({ field, before: text(before[field]), after: text(after[field]) }));
  },
};
