/** Who may take a roll, and who may read what became of whom. */
import { ApiScope } from "../groups/api-scope.ts";
import { hosts, isOwnIn, mayHost, mayOrganise, organises, type Standing } from "../groups/group.policy.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Visitor } from "../memberships/visitor.entity.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, isOneOf, oneByOne, or, present, type Sql } from "../platform/reads/sql.ts";
import { Rsvp } from "../rsvps/rsvp.entity.ts";
import type { Attendance } from "./attendance.entity.ts";
import type { Mark } from "./mark.entity.ts";

type OfSomebody = Pick<Attendance, "groupId" | "personId">;

/**
 * One's own, and every one for those who host the group: a roll accounts for everybody, also for who is across a
 * block and for who shows their name to nobody. What is shown of the *person* follows their own wishes.
 */
export const visibleAttendance: Policy<Attendance> = (a, v) =>
  and(seesItsMeeting(a, v), oneByOne(or(isOwnIn(a, v), readsAttendances(a, v))));

export const visibleMark: Policy<Mark> = (m, v) =>
  and(seesItsMeeting(m, v), oneByOne(or(isOwnIn(m, v), hosts(v, m.groupId))));

/** Whoever organises a group sees all of its meetings, drafts among them. */
const seesItsMeeting = ({ meetingId, groupId }: Pick<Row<Attendance>, "meetingId" | "groupId">, v: Viewer): Sql =>
  v.sees(Meeting, meetingId, organises(v, groupId));

export const isHosted: Policy<{ groupId: string }> = (row, v) => hosts(v, row.groupId);

/** Those who host the group, and services whose key is for that. */
export const readsAttendances: Policy<{ groupId: string }> = (row, v) =>
  or(hosts(v, row.groupId), v.serves(row.groupId, ApiScope.ATTENDANCE_READ));

/**
 * The group knows who this is by the person's own doing or without any address. Of others an organiser typed an
 * address at the door: to show the person behind it would tell whose it is.
 */
export const isOnTheBooks = (row: Pick<Row<OfSomebody>, "groupId" | "personId">, v: Viewer): Sql => {
  const { groupId, personId } = row;
  return or(
    isOwnIn(row, v),
    v.exists(
      Membership,
      (m) =>
        and(
          eq(m.groupId, groupId),
          eq(m.personId, personId),
          or(present(m.joinedAt), isOneOf(m.status, MembershipStatus.REQUESTED)),
        ),
      "row by row",
    ),
    v.exists(Rsvp, (r) => and(eq(r.groupId, groupId), eq(r.personId, personId)), "row by row"),
    v.exists(Visitor, (x) => and(eq(x.groupId, groupId), eq(x.personId, personId), absent(x.knownAs)), "row by row"),
  );
};

/** Hosts stand at the door: they take the roll and submit it. */
export const mayRecordAttendance = mayHost;
/** What is flagged, an organiser decides. */
export const mayDecideMark = mayOrganise;
/** Members, and whoever said they come. */
export const mayCheckIn = (standing: Standing | null, isGoing: boolean): boolean =>
  standing?.banned !== true && (standing?.live === true || isGoing);
