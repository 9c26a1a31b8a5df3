/** What groups know of people, and who may see that one belongs to one. */

import { Group } from "../groups/group.entity.ts";
import { hosts, isLive, isMember, organises } from "../groups/group.policy.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import type { Acquaintance } from "../people/acquaintance.ts";
import { Person } from "../people/person.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, eq, FALSE, isOneOf, or, present } from "../platform/reads/sql.ts";
import { Visitor } from "./visitor.entity.ts";

/**
 * One's own; every one of whatever status for those who host the group; the live ones for its members.
 * Never across a block, as the person must be within sight.
 */
export const visibleMembership: Policy<Membership> = (m, v) =>
  and(
    v.sees(Group, m.groupId),
    v.sees(Person, m.personId),
    or(eq(m.personId, v.id), hosts(v, m.groupId), and(isMember(v, m.groupId), isLive(m.status))),
  );

/** Visitors are known to those who host the group. */
export const visibleVisitor: Policy<Visitor> = (x, v) =>
  and(v.sees(Group, x.groupId), v.sees(Person, x.personId), hosts(v, x.groupId));

/** The facts that the policies of people ask for. */
export const acquaintanceOfGroups: Pick<Acquaintance, "shareGroup" | "organisesGroupOf" | "keepsRecordOf"> = {
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
          v.exists(Visitor, (x) => and(eq(x.personId, personId), hosts(v, x.groupId))),
        ),
};
