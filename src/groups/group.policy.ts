/**
 * Who may see a group, and what a membership permits: as predicates for reads, and as pure functions of
 * a `Standing` for acts. Rooms above build their own policies of these.
 */
import { Person } from "../people/person.entity.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, FALSE, isOneOf, or, present, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { ApiScope } from "./api-scope.ts";
import { Ban } from "./ban.entity.ts";
import { Group } from "./group.entity.ts";
import { Invitation } from "./invitation.entity.ts";
import { LIVE_STATUSES, Membership, MembershipRole, MembershipStatus } from "./membership.entity.ts";

/** Roles that look after meetings. */
export const HOSTING = [MembershipRole.OWNER, MembershipRole.ORGANISER, MembershipRole.HOST] as const;
const ORGANISING = [MembershipRole.OWNER, MembershipRole.ORGANISER] as const;
const PENDING = [MembershipStatus.INVITED, MembershipStatus.REQUESTED] as const;

const holds = (v: Viewer, groupId: Sql, statuses: readonly string[], roles?: readonly string[]): Sql =>
  v.in(
    groupId,
    Membership,
    (m) => m.groupId,
    (m) =>
      and(
        eq(m.personId, v.id),
        isOneOf(m.status, ...statuses),
        roles ? isOneOf(m.role, ...roles) : TRUE,
        v.reaches(m.groupId),
      ),
  );

/** The viewer is a live member of that group, whatever the role. */
export const isMember = (v: Viewer, groupId: Sql): Sql => holds(v, groupId, LIVE_STATUSES);

/** The viewer welcomes people there and takes the roll: host, organiser or owner. */
export const hosts = (v: Viewer, groupId: Sql): Sql => holds(v, groupId, LIVE_STATUSES, HOSTING);

/** The viewer runs that group: organiser or owner. */
export const organises = (v: Viewer, groupId: Sql): Sql => holds(v, groupId, LIVE_STATUSES, ORGANISING);

/** The viewer is an owner of that group. */
export const owns = (v: Viewer, groupId: Sql): Sql => holds(v, groupId, LIVE_STATUSES, [MembershipRole.OWNER]);

/** The viewer was invited, or asked to join, and that is still open. */
export const isPending = (v: Viewer, groupId: Sql): Sql => holds(v, groupId, PENDING);

/** An invitation that can still be accepted. */
export const isOpenInvitation: Policy<Invitation> = (i, v) =>
  and(absent(i.acceptedAt), absent(i.revokedAt), sql`${i.expiresAt} > ${v.now}`);

/** It is bound to an address that the viewer proved to be theirs. */
export const isAddressedToViewer: Policy<Invitation> = (i, v) =>
  v.anonymous ? FALSE : v.exists(Person, (p) => and(eq(p.id, v.id), eq(p.email, i.email), present(p.emailVerifiedAt)));

/** An invitation there waits for an address of the viewer's. */
export const isInvited = (v: Viewer, groupId: Sql): Sql =>
  v.in(
    groupId,
    Invitation,
    (i) => i.groupId,
    (i) => and(isOpenInvitation(i, v), isAddressedToViewer(i, v), v.reaches(i.groupId)),
  );

/** A ban of the viewer there has not been lifted. */
export const isBanned = (v: Viewer, groupId: Sql): Sql =>
  v.in(
    groupId,
    Ban,
    (b) => b.groupId,
    (b) => and(eq(b.personId, v.id), absent(b.liftedAt)),
  );

/** What a row says of the viewer in a group, where whoever asks for them may know of it. */
export const isOwnIn = ({ groupId, personId }: { readonly groupId: Sql; readonly personId: Sql }, v: Viewer): Sql =>
  v.anonymous ? FALSE : and(eq(personId, v.id), v.reaches(groupId));

/** A status of somebody who is a member today. */
export const isLive = (status: Sql): Sql => isOneOf(status, ...LIVE_STATUSES);

/** Its members, whoever was asked in or asks to be let in, and services that ask with a key of its own. */
export const isOwnPeople = ({ id }: Pick<Row<Group>, "id">, v: Viewer): Sql =>
  or(isMember(v, id), isPending(v, id), isInvited(v, id), v.serves(id));

/** Whoever sees a group sees its calendar, but for services whose key is not for that: they see what everybody sees. */
export const showsCalendar = (v: Viewer, groupId: Sql): Sql =>
  v.service
    ? or(
        v.via(Group, groupId, (g) => isOneOf(g.visibility, "PUBLIC", "UNLISTED")),
        v.serves(groupId, ApiScope.MEETINGS_READ, ApiScope.RSVPS_READ, ApiScope.ATTENDANCE_READ),
      )
    : TRUE;

/** Archived groups stay as readable as they were. */
export const visibleGroup: Policy<Group> = (g, v) => or(isOneOf(g.visibility, "PUBLIC", "UNLISTED"), isOwnPeople(g, v));

/** Groups that a list may name: an unlisted one only to its own people, an archived one to nobody. */
export const isListed: Policy<Group> = (g, v) =>
  and(absent(g.archivedAt), or(isOneOf(g.visibility, "PUBLIC"), isOwnPeople(g, v)));

/** What one person is in one group. */
export interface Standing {
  readonly personId: string;
  /** The membership row, of whatever status; null for who never had one. */
  readonly membershipId: string | null;
  readonly status: MembershipStatus | null;
  /** Null unless the membership is live: nothing that ended permits anything. */
  readonly role: MembershipRole | null;
  /** Member today: on trial, active or in grace. */
  readonly live: boolean;
  readonly banned: boolean;
}

const hasRole = (standing: Standing | null, roles: readonly MembershipRole[]): boolean =>
  standing?.role !== null && standing?.role !== undefined && roles.includes(standing.role);

export const mayHost = (standing: Standing | null): boolean => hasRole(standing, HOSTING);
export const mayOrganise = (standing: Standing | null): boolean => hasRole(standing, ORGANISING);
export const mayOwn = (standing: Standing | null): boolean => hasRole(standing, [MembershipRole.OWNER]);

export const mayUpdateGroup = mayOrganise;
export const mayArchiveGroup = mayOwn;
