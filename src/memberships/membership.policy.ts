/**
 * What groups know of people, who may see that one belongs to one, and who may change that: for acts as functions of
 * the viewer's standing in the membership's own group, for reads as the same in predicates.
 */

import { ApiScope } from "../groups/api-scope.ts";
import type { Ban } from "../groups/ban.entity.ts";
import { Group } from "../groups/group.entity.ts";
import {
  hosts,
  isLive,
  isMember,
  isOwnIn,
  mayOrganise,
  mayOwn,
  organises,
  owns,
  type Standing,
} from "../groups/group.policy.ts";
import { Membership, MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import type { MembershipPeriod } from "../groups/membership-period.entity.ts";
import type { Acquaintance } from "../people/acquaintance.ts";
import { Person } from "../people/person.entity.ts";
import { isToldTo } from "../people/person.policy.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, FALSE, isOneOf, not, or, present, type Sql } from "../platform/reads/sql.ts";
import type { Leave } from "./leave.entity.ts";
import { Visitor } from "./visitor.entity.ts";

/** Its members, and services whose key is for that. */
export const readsMemberships = (v: Viewer, groupId: Sql): Sql =>
  or(isMember(v, groupId), v.serves(groupId, ApiScope.GROUPS_READ));

/**
 * One's own; every one of whatever status for those who host the group; the live ones for its members.
 * Never across a block, as the person must be within sight.
 */
export const visibleMembership: Policy<Membership> = (m, v) =>
  and(
    v.sees(Group, m.groupId),
    v.sees(Person, m.personId),
    or(
      isOwnIn(m, v),
      hosts(v, m.groupId),
      and(readsMemberships(v, m.groupId), isLive(m.status), isToldTo(v, m.personId)),
    ),
  );

/** Visitors are known to those who host the group; who was written down with an address, by that name alone. */
export const visibleVisitor: Policy<Visitor> = (x, v) =>
  and(v.sees(Group, x.groupId), hosts(v, x.groupId), or(present(x.knownAs), v.sees(Person, x.personId)));

/** A leave concerns the member and those who run the group; others only see that somebody is away. */
export const visibleLeave: Policy<Leave> = (l, v) =>
  and(
    v.sees(Membership, l.membershipId),
    v.via(Membership, l.membershipId, (m) => ownOrOrganised(m, v)),
  );

/** A period concerns the same people. */
export const visiblePeriod: Policy<MembershipPeriod> = (p, v) =>
  and(
    v.sees(Membership, p.membershipId),
    v.via(Membership, p.membershipId, (m) => ownOrOrganised(m, v)),
  );

export const ownOrOrganised: Policy<Membership> = (m, v) => or(isOwnIn(m, v), organises(v, m.groupId));

/** Bans are known to organisers only; the person stays unnamed where they are out of the organiser's sight. */
export const visibleBan: Policy<Ban> = (b, v) => and(v.sees(Group, b.groupId), organises(v, b.groupId));

/** Roles that organisers manage among themselves; the ones above them are the owners' matter. */
const MANAGED = [MembershipRole.HOST, MembershipRole.MEMBER] as const;
const RANK: Readonly<Record<MembershipRole, number>> = { OWNER: 3, ORGANISER: 2, HOST: 1, MEMBER: 0 };

const isManaged = (role: MembershipRole): boolean => (MANAGED as readonly MembershipRole[]).includes(role);
type Subject = Pick<Membership, "personId" | "role">;

/** Runs the group, is not the person in question, and stands above their role. */
const manages = (standing: Standing | null, { personId, role }: Subject): boolean =>
  standing?.personId !== personId && (mayOwn(standing) || (mayOrganise(standing) && isManaged(role)));

const viewerManages = (m: Row<Membership>, v: Viewer): Sql =>
  and(not(eq(m.personId, v.id)), or(owns(v, m.groupId), and(organises(v, m.groupId), isOneOf(m.role, ...MANAGED))));

export const mayApproveMembership = manages;
export const mayDeclineMembership = manages;
export const mayRemoveMember = manages;
/** `subject` is the membership, or a plain member's place for somebody who has none. */
export const mayBanPerson = manages;
export const mayLiftBan = mayOrganise;
export const mayTransferOwnership = mayOwn;

/** Whom the viewer may give which role: nobody raises themself, and only owners make owners and organisers. */
export function mayChangeRole(standing: Standing | null, subject: Subject, role: MembershipRole): boolean {
  if (standing?.personId === subject.personId) return standing.live && RANK[role] <= RANK[subject.role];
  return mayOwn(standing) || (mayOrganise(standing) && isManaged(subject.role) && isManaged(role));
}

/** Whom the viewer may ask in, and as what. */
export const mayInviteAs = (standing: Standing | null, role: MembershipRole): boolean =>
  mayOwn(standing) || (mayOrganise(standing) && isManaged(role));

export const mayRecordLeave = (standing: Standing | null, { personId }: Subject): boolean =>
  standing?.live === true && (standing.personId === personId || mayOrganise(standing));

export const viewerCanApprove: Policy<Membership> = (m, v) =>
  and(isOneOf(m.status, "REQUESTED", "TRIAL"), viewerManages(m, v));
export const viewerCanRemove: Policy<Membership> = (m, v) =>
  and(or(isLive(m.status), isOneOf(m.status, "INVITED")), viewerManages(m, v));
export const viewerCanChangeRole: Policy<Membership> = (m, v) =>
  and(isLive(m.status), or(viewerManages(m, v), and(eq(m.personId, v.id), not(isOneOf(m.role, "MEMBER")))));
export const viewerCanRecordLeave: Policy<Membership> = (m, v) => and(isLive(m.status), ownOrOrganised(m, v));

/** A live member of a group that the service's key covers. */
const serving = (v: Viewer, personId: Sql, ...scopes: readonly ApiScope[]): Sql =>
  v.service
    ? v.exists(Membership, (m) => and(eq(m.personId, personId), isLive(m.status), v.serves(m.groupId, ...scopes)))
    : FALSE;

/** The facts that the policies of people ask for. */
export const acquaintanceOfGroups: Pick<
  Acquaintance,
  "shareGroup" | "organisesGroupOf" | "keepsRecordOf" | "isServed" | "isServedProfile"
> = {
  isServed: (v, personId) => serving(v, personId),
  isServedProfile: (v, personId) => serving(v, personId, ApiScope.PROFILE_READ),

  shareGroup: (v, personId) =>
    v.anonymous
      ? FALSE
      : v.exists(Membership, (m) => and(eq(m.personId, personId), isLive(m.status), isMember(v, m.groupId))),

  organisesGroupOf: (v, personId) =>
    v.anonymous
      ? FALSE
      : v.exists(Membership, (m) => and(eq(m.personId, personId), isLive(m.status), organises(v, m.groupId))),

  // An invitation alone is nobody's word but the inviter's, so it opens nothing.
  keepsRecordOf: (v, personId) =>
    v.anonymous
      ? FALSE
      : or(
          v.exists(Membership, (m) =>
            and(
              eq(m.personId, personId),
              or(present(m.joinedAt), isOneOf(m.status, MembershipStatus.REQUESTED)),
              hosts(v, m.groupId),
            ),
          ),
          v.exists(Visitor, (x) => and(eq(x.personId, personId), absent(x.knownAs), hosts(v, x.groupId))),
        ),
};
