import { Group, JoinMode } from "../groups/group.entity.ts";
import { hosts, isBanned, isLive, isMember, isPending, organises, owns } from "../groups/group.policy.ts";
import { Membership, MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import { MembershipPeriod } from "../groups/membership-period.entity.ts";
import { Person } from "../people/person.entity.ts";
import { unblocked } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among } from "../platform/reads/filters.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, FALSE, isOneOf, not, or, type Sql, sql } from "../platform/reads/sql.ts";
import { Leave } from "./leave.entity.ts";
import {
  ownOrOrganised,
  readsMemberships,
  viewerCanApprove,
  viewerCanChangeRole,
  viewerCanRecordLeave,
  viewerCanRemove,
  visibleMembership,
} from "./membership.policy.ts";

/** A leave covers today, by the calendar of the group. */
const isAway = (m: Row<Membership>, v: Viewer): Sql =>
  v.via(Group, m.groupId, (g) =>
    v.exists(Leave, (l) =>
      and(eq(l.membershipId, m.id), sql`(${v.now} at time zone ${g.timeZone})::date between ${l.fromOn} and ${l.toOn}`),
    ),
  );

/** The stored status, or that an active member is away: that follows from a dated leave and is stored nowhere. */
const statusOf = (m: Row<Membership>, v: Viewer): Sql =>
  sql`case when ${and(isOneOf(m.status, MembershipStatus.ACTIVE), isAway(m, v))} then 'ON_LEAVE' else ${m.status} end`;

reads(Membership, {
  prefix: "mem",
  description: "memberships",
  visible: visibleMembership,
  orders: (m) => ({ CREATED_AT: { by: m.createdAt, description: "By the moment it was first noted." } }),
  filters: (m, v) => ({
    roles: among(m.role, MembershipRole, { description: "With one of these roles." }),
    statuses: among(statusOf(m, v), MembershipStatus, { description: "Of one of these statuses." }),
  }),
  fields: (t) => ({
    group: t.one(Group, "groupId", { description: "The group." }),
    person: t.one(Person, "personId", { description: "The person." }),
    status: t.value(() => MembershipStatus, statusOf, {
      description: "Where it stands today. `ON_LEAVE` by the calendar of the group's time zone.",
    }),
    invitedBy: t.one(Person, "invitedById", {
      when: ownOrOrganised,
      description: "Who asked them in. For the member, organisers and owners; null for everybody else.",
    }),
    bannedAt: t.value(
      () => Date,
      (m) =>
        sql`(select b.imposed_at from bans b where b.group_id = ${m.groupId} and b.person_id = ${m.personId} and b.lifted_at is null)`,
      {
        when: (m, v) => organises(v, m.groupId),
        description:
          "Since when the person is banned from the group. For organisers and owners; null for everybody else.",
      },
    ),
    periods: t.connection(MembershipPeriod, "membershipId", {
      when: ownOrOrganised,
      description: "Every span of being a member. For the member, organisers and owners; null for everybody else.",
    }),
    leaves: t.connection(Leave, "membershipId", {
      when: ownOrOrganised,
      description: "Absences agreed beforehand. For the member, organisers and owners; null for everybody else.",
    }),
    viewerCanApprove: t.bool(viewerCanApprove, {
      description: "Whether the viewer may let them in or end their trial.",
    }),
    viewerCanRemove: t.bool(viewerCanRemove, { description: "Whether the viewer may end it." }),
    viewerCanChangeRole: t.bool(viewerCanChangeRole, {
      description: "Whether the viewer may change its role, at least to some others.",
    }),
    viewerCanRecordLeave: t.bool(viewerCanRecordLeave, {
      description: "Whether the viewer may record and cancel its leaves.",
    }),
  }),
});

const doorIs =
  (mode: JoinMode): Policy<Group> =>
  (g, v) =>
    v.anonymous
      ? FALSE
      : and(absent(g.archivedAt), isOneOf(g.joinMode, mode), not(isMember(v, g.id)), not(isBanned(v, g.id)));

hang(Group, (t) => ({
  memberships: t.connection(Membership, "groupId", {
    when: (g, v) => readsMemberships(v, g.id),
    description:
      "Its members, for members; hosts, organisers and owners also see requests, invitations and former members. Null for everybody else.",
  }),
  // A number without names is public, also of people without accounts. Who is across a block is missing, as from the list.
  memberCount: t.int(
    (g, v) =>
      v.count(Membership, (m) =>
        and(eq(m.groupId, g.id), isLive(m.status), or(unblocked(v, m.personId), organises(v, g.id))),
      ),
    { description: "How many members it has today." },
  ),
  viewerMembership: t.first(Membership, "groupId", {
    where: (m, _group, v) => eq(m.personId, v.id),
    description: "The viewer's own membership, of whatever status; null if there never was one.",
  }),
  viewerCanJoin: t.bool(doorIs(JoinMode.OPEN), { description: "Whether the viewer may become a member at once." }),
  viewerCanRequestMembership: t.bool((g, v) => and(doorIs(JoinMode.REQUEST)(g, v), not(isPending(v, g.id))), {
    description: "Whether the viewer may ask to become a member.",
  }),
  viewerCanLeave: t.bool((g, v) => isMember(v, g.id), {
    description: "Whether the viewer is a member. The last owner has to hand the group on first.",
  }),
  viewerCanTransferOwnership: t.bool((g, v) => owns(v, g.id), { description: "Whether the viewer may hand it on." }),
  viewerCanHost: t.bool((g, v) => hosts(v, g.id), {
    description: "Whether the viewer welcomes people at its meetings and takes the roll.",
  }),
}));

hang(Person, (t) => ({
  memberships: t.connection(Membership, "personId", {
    description: "Groups that the person belongs to, as far as the viewer may know: their own, or in groups in common.",
  }),
}));
