/** Who may answer for whom, and who may read who is going. */

import { ApiScope } from "../groups/api-scope.ts";
import { Group } from "../groups/group.entity.ts";
import { hosts, isBanned, isMember, isOwnIn, mayOrganise, type Standing } from "../groups/group.policy.ts";
import { Membership } from "../groups/membership.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { MeetingRole } from "../meetings/meeting-role.entity.ts";
import { Person } from "../people/person.entity.ts";
import { isToldTo } from "../people/person.policy.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import {
  absent,
  and,
  eq,
  FALSE,
  isOneOf,
  not,
  oneByOne,
  or,
  present,
  type Sql,
  sql,
  TRUE,
} from "../platform/reads/sql.ts";
import { Rsvp } from "./rsvp.entity.ts";

/** The group says who may read its attendee lists; members count as signed in, and everybody as public. */
const isOnOpenList = ({ groupId, personId }: Row<Rsvp>, viewer: Viewer): Sql =>
  viewer.via(Group, groupId, (group) =>
    or(
      isOneOf(group.attendeeListAudience, "PUBLIC"),
      and(
        or(
          viewer.anonymous ? FALSE : isOneOf(group.attendeeListAudience, "SIGNED_IN"),
          and(isOneOf(group.attendeeListAudience, "MEMBERS"), isMember(viewer, groupId)),
        ),
        isToldTo(viewer, personId),
      ),
    ),
  );

const wantsToBeListed = (viewer: Viewer, personId: Sql): Sql =>
  viewer.via(Person, personId, (person) => eq(person.listedAsAttendee, TRUE));

/** Those who run or host the group, and services whose key is for that. */
const readsAnswers = (viewer: Viewer, groupId: Sql): Sql =>
  or(hosts(viewer, groupId), viewer.serves(groupId, ApiScope.RSVPS_READ));

/**
 * One's own answer; every answer for those who run or host the group; for others who is going, where the group
 * opens its list and the person is willing to stand on it.
 */
export const visibleRsvp: Policy<Rsvp> = (rsvp, viewer) =>
  and(
    viewer.sees(Meeting, rsvp.meetingId),
    viewer.sees(Person, rsvp.personId),
    oneByOne(
      or(
        isOwnIn(rsvp, viewer),
        readsAnswers(viewer, rsvp.groupId),
        and(isOneOf(rsvp.status, "GOING"), isOnOpenList(rsvp, viewer), wantsToBeListed(viewer, rsvp.personId)),
      ),
    ),
  );

/** One's own answer, or one of a group that the viewer hosts: who may know of queues and deadlines. */
export const isOwnOrHosted: Policy<Rsvp> = (rsvp, viewer) =>
  or(isOwnIn(rsvp, viewer), readsAnswers(viewer, rsvp.groupId));

/** A membership of the viewer's ended after the meeting began: what they had said of it stands, as history. */
const leftSince = (viewer: Viewer, meeting: Row<Meeting>): Sql =>
  viewer.exists(Membership, (m) =>
    and(eq(m.groupId, meeting.groupId), eq(m.personId, viewer.id), sql`${m.endedAt} >= ${meeting.startsAt}`),
  );

/** The viewer goes, perhaps online while waiting for a chair, or hosts or speaks. */
const takesPartOnline: Policy<Meeting> = (meeting, viewer) =>
  or(
    viewer.in(
      meeting.id,
      MeetingRole,
      (role) => role.meetingId,
      (role) => eq(role.personId, viewer.id),
    ),
    viewer.in(
      meeting.id,
      Rsvp,
      (rsvp) => rsvp.meetingId,
      (rsvp) =>
        and(
          eq(rsvp.personId, viewer.id),
          or(
            isOneOf(rsvp.status, "GOING"),
            and(isOneOf(rsvp.status, "WAITLISTED", "OFFERED"), eq(rsvp.onlineMeanwhile, TRUE)),
          ),
        ),
    ),
  );

/** Who takes part is told where to click, unless they were banned, put out, or left: also while it runs. */
export const mayJoinOnline: Policy<Meeting> = (meeting, viewer) =>
  viewer.anonymous
    ? FALSE
    : or(
        hosts(viewer, meeting.groupId),
        and(
          takesPartOnline(meeting, viewer),
          viewer.reaches(meeting.groupId),
          not(isBanned(viewer, meeting.groupId)),
          not(leftSince(viewer, meeting)),
        ),
      );

/** Answers are open to whoever sees the meeting and is not banned, from its opening to its start. */
export const canRsvp: Policy<Meeting> = (meeting, viewer) =>
  viewer.anonymous
    ? FALSE
    : and(
        present(meeting.publishedAt),
        absent(meeting.cancelledAt),
        sql`${meeting.startsAt} > ${viewer.now}`,
        sql`coalesce(${meeting.rsvpOpensAt} <= ${viewer.now}, true)`,
        sql`coalesce(${meeting.rsvpClosesAt} > ${viewer.now}, true)`,
        not(isBanned(viewer, meeting.groupId)),
      );

/** Whoever sees the meeting may answer, unless the group has banned them. */
export const mayAnswer = (standing: Standing | null): boolean => standing?.banned !== true;
/** Organisers and owners answer for others, approve, and admit above capacity. */
export const mayAnswerForOthers = mayOrganise;
export const mayApproveRsvp = mayOrganise;
export const mayAdmitToMeeting = mayOrganise;
