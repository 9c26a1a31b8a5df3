/** Who may see a meeting, and who may run a group's calendar. */
import { Group } from "../groups/group.entity.ts";
import { isListed, mayOrganise, organises, showsCalendar } from "../groups/group.policy.ts";
import { Person } from "../people/person.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, or, present } from "../platform/reads/sql.ts";
import { Meeting } from "./meeting.entity.ts";
import type { MeetingRole } from "./meeting-role.entity.ts";
import type { MeetingSeats } from "./meeting-seats.entity.ts";

/** Whoever sees the group; a draft, cancelled or not, only those who organise it. */
export const visibleMeeting: Policy<Meeting> = (m, v) =>
  and(v.sees(Group, m.groupId), or(present(m.publishedAt), organises(v, m.groupId)), showsCalendar(v, m.groupId));

/** Meetings of groups that a list may name: those of an unlisted one only for its own people. */
export const isListedMeeting: Policy<Meeting> = (m, v) => v.via(Group, m.groupId, (g) => isListed(g, v));

export const visibleMeetingSeats: Policy<MeetingSeats> = (s, v) => v.sees(Meeting, s.meetingId);

/** Hosts and speakers are announced to whoever sees the meeting, though never across a block. */
export const visibleMeetingRole: Policy<MeetingRole> = (r, v) =>
  and(v.sees(Meeting, r.meetingId), v.sees(Person, r.personId));

/** The calendar is the organisers': hosts welcome people and take the roll, but schedule nothing. */
export const mayScheduleMeeting = mayOrganise;
export const mayUpdateMeeting = mayOrganise;
export const mayCancelMeeting = mayOrganise;
export const mayRescheduleMeeting = mayOrganise;
export const mayPublishMeeting = mayOrganise;
