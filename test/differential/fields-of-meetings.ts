/** The fields of meetings, answers and rolls, the naive way. */

import type { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { Anything } from "../support/anything.ts";
import { isAhead, pointOf, statusOfMeeting } from "./facts.ts";
import {
  codeBefore,
  codeOf,
  decision,
  isNoShow,
  nameOf,
  personIdOfLine,
  roll,
  rollActs,
  summary,
} from "./fields-of-attendance.ts";
import { valueOfMeeting } from "./fields-of-giving.ts";
import { connection, type Fields, first, one, type Resolve, seen } from "./naive.ts";
import type { Sight } from "./sight.ts";

const placeOf: Resolve = (m) =>
  m.placeName === null
    ? null
    : {
        name: m.placeName,
        address: m.placeAddress,
        city: m.placeCity,
        country: m.placeCountry,
        coordinates: pointOf(m.placeLatitude as number | null, m.placeLongitude as number | null),
      };

const rolesOf =
  (role: string): Resolve =>
  (m, _args, sight) =>
    sight.rows.MeetingRole.filter((r) => r.meetingId === m.id && r.role === role && sight.sees(r))
      .sort((a, b) => a.position - b.position)
      .slice(0, 20);

const seatsOf = (m: Meeting, mode: string, sight: Sight): object | null =>
  first(sight, sight.rows.MeetingSeats, (s) => s.meetingId === m.id && s.mode === mode);

const costOf = ({ costMinorUnits, currency }: Pick<Meeting, "costMinorUnits" | "currency">): object | null =>
  costMinorUnits === null ? null : { amountMinorUnits: costMinorUnits, currency };
const ofMeeting = (row: { meetingId: string }, m: Anything): boolean => row.meetingId === m.id;
const hosted = (m: Meeting, sight: Sight): boolean => sight.hosts(m.groupId);

export const meeting: Fields = {
  ...valueOfMeeting,
  group: one("Group", "groupId"),
  series: one("MeetingSeries", "seriesId"),
  status: (m: Meeting) => statusOfMeeting(m),
  hasStarted: (m: Meeting, _args, { now }) => m.startsAt <= now,
  hasEnded: (m: Meeting, _args, { now }) => m.endsAt <= now,
  place: placeOf,
  cost: costOf,
  seats: (m: Meeting, _args, sight) => ({
    inPerson: seatsOf(m, "IN_PERSON", sight),
    online: seatsOf(m, "ONLINE", sight),
  }),
  hosts: rolesOf("HOST"),
  speakers: rolesOf("SPEAKER"),
  rsvps: connection("Rsvp", (r, m) => r.meetingId === m.id),
  viewerRsvp: (m: Meeting, _args, sight) =>
    first(sight, sight.rows.Rsvp, (r) => r.meetingId === m.id && sight.isSelf(r.personId)),
  goingCount: (m: Meeting, _args, { rows }) =>
    rows.Rsvp.filter((r) => r.meetingId === m.id && r.status === "GOING").length,
  onlineUrl: (m: Meeting, _args, sight) => {
    const answer = sight.rows.Rsvp.find((r) => r.meetingId === m.id && sight.isSelf(r.personId));
    const waitsOnline = answer?.onlineMeanwhile === true && ["WAITLISTED", "OFFERED"].includes(answer.status);
    const hasRole = sight.rows.MeetingRole.some((r) => r.meetingId === m.id && sight.isSelf(r.personId));
    const takesPart = hasRole || answer?.status === "GOING" || waitsOnline;
    const isOut = sight.isBanned(m.groupId) || sight.leftSince(m.groupId, m.startsAt);
    return sight.hosts(m.groupId) || (takesPart && sight.reaches(m.groupId) && !isOut) ? m.onlineUrl : null;
  },
  attendances: connection("Attendance", ofMeeting, (m: Meeting, sight) => sight.readsAttendances(m)),
  marks: connection("Mark", ofMeeting, hosted),
  viewerAttendance: (m: Meeting, _args, sight) =>
    first(sight, sight.rows.Attendance, (a) => a.meetingId === m.id && sight.isSelf(a.personId)),
  attendanceSummary: (m: Meeting, _args, sight) => summary(m, sight),
  roll: (m: Meeting, _args, sight) => roll(m, sight),
  doors: connection(
    "Door",
    (d, m) => d.meetingId === m.id,
    (m: Meeting, sight) => sight.hosts(m.groupId),
  ),
  viewerCanTakeRoll: (m: Meeting, _args, sight) => rollActs.canTake(m, sight),
  viewerCanSubmitRoll: (m: Meeting, _args, sight) => rollActs.canSubmit(m, sight),
  viewerCanReopenRoll: (m: Meeting, _args, sight) => rollActs.canReopen(m, sight),
  viewerCanSkipRoll: (m: Meeting, _args, sight) => rollActs.canSkip(m, sight),
  viewerCanCheckIn: (m: Meeting, _args, sight) => rollActs.canCheckIn(m, sight),
  viewerCanUpdate: (m: Meeting, _args, sight) => sight.organises(m.groupId),
  viewerCanReschedule: (m: Meeting, _args, sight) =>
    sight.organises(m.groupId) && m.cancelledAt === null && m.startsAt > sight.now,
  viewerCanCancel: (m: Meeting, _args, sight) => sight.organises(m.groupId) && isAhead(m, sight),
  viewerCanPublish: (m: Meeting, _args, sight) =>
    sight.organises(m.groupId) && m.publishedAt === null && isAhead(m, sight),
  viewerCanRsvp: (m: Meeting, _args, sight) =>
    sight.viewerId !== null &&
    !sight.isBanned(m.groupId) &&
    statusOfMeeting(m) === "SCHEDULED" &&
    m.startsAt > sight.now &&
    (m.rsvpOpensAt === null || m.rsvpOpensAt <= sight.now) &&
    (m.rsvpClosesAt === null || m.rsvpClosesAt > sight.now),
};

export const series: Fields = {
  group: one("Group", "groupId"),
  place: placeOf,
  cost: costOf,
  onlineUrl: (s, _args, sight) => (sight.hosts(s.groupId as string) ? s.onlineUrl : null),
  meetings: connection("Meeting", (m, s) => m.seriesId === s.id),
  viewerCanUpdate: (s, _args, sight) => s.endedAt === null && sight.organises(s.groupId as string),
  viewerCanEnd: (s, _args, sight) => sight.organises(s.groupId as string),
  viewerStandingRsvp: (s, _args, sight) =>
    first(sight, sight.rows.StandingRsvp, (one) => one.seriesId === s.id && sight.isSelf(one.personId)),
};

export const seats: Fields = {
  free: ({ capacity, taken }: { capacity: number | null; taken: number }) =>
    capacity === null ? null : Math.max(capacity - taken, 0),
};

const waits = (r: Anything): boolean => r.status === "WAITLISTED";
/** Whether an organiser could still say something about an answer to a meeting that is to come. */
const isOpenToWord = (r: Anything, sight: Sight): boolean =>
  sight.organises(r.groupId as string) &&
  sight.rows.Meeting.some((m) => m.id === r.meetingId && m.cancelledAt === null && m.startsAt > sight.now);

export const rsvp: Fields = {
  isStanding: (r, _args, sight) => (sight.readsAnswers(r as never) ? r.isStanding : null),
  viewerCanDecide: (r, _args, sight) => r.status === "REQUESTED" && isOpenToWord(r, sight),
  viewerCanAdmit: (r, _args, sight) =>
    ["REQUESTED", "WAITLISTED", "OFFERED"].includes(r.status as string) && isOpenToWord(r, sight),
  meeting: one("Meeting", "meetingId"),
  person: one("Person", "personId"),
  answeredBy: (r, _args, sight) =>
    sight.readsAnswers(r as never) ? seen(sight, "Person", r.answeredById as string) : null,
  offerExpiresAt: (r, _args, sight) => (sight.readsAnswers(r as never) ? r.offerExpiresAt : null),
  placeInQueue: (r, _args, sight) =>
    waits(r) && sight.readsAnswers(r as never)
      ? sight.rows.Rsvp.filter(
          (o) =>
            waits(o) &&
            o.meetingId === r.meetingId &&
            o.mode === r.mode &&
            (Number(o.queuedAt) - Number(r.queuedAt) || (o.id <= r.id ? 0 : 1)) <= 0,
        ).length
      : null,
};

const onTheBooks: Resolve = (row, _args, sight) =>
  sight.isOnTheBooks(row as never) ? seen(sight, "Person", row.personId as string) : null;

export const attendance: Fields = {
  meeting: one("Meeting", "meetingId"),
  person: onTheBooks,
  name: (a, _args, sight) => nameOf(a as never, sight),
  code: (a, _args, { rows }) => codeOf(rows, a as never),
  isNoShow: (a, _args, { rows }) => isNoShow(rows, a as never),
  substituteFor: one("Person", "substituteForId"),
  marks: connection(
    "Mark",
    (m, a, { rows }) =>
      m.meetingId === a.meetingId &&
      (m.personId === a.personId ||
        rows.PersonMerge.some(
          (x) =>
            x.groupId === a.groupId && x.mergedId === m.personId && x.survivorId === a.personId && x.undoneAt === null,
        )),
  ),
};

export const mark: Fields = {
  clientId: (m) => m.markId as string,
  meeting: one("Meeting", "meetingId"),
  person: onTheBooks,
  name: (m, _args, sight) => nameOf(m as never, sight),
  note: (m, _args, sight) => (sight.hosts(m.groupId as string) ? m.note : null),
  codeBefore: (m, _args, { rows }) => codeBefore(rows, m as never),
  substituteFor: one("Person", "substituteForId"),
  recordedBy: one("Person", "recordedById"),
  door: one("Door", "doorId"),
  isAccepted: (m, _args, { rows }) => decision(rows, m as never)?.isAccepted ?? null,
  decidedAt: (m, _args, { rows }) => decision(rows, m as never)?.decidedAt ?? null,
};

export const rollLine: Fields = {
  personId: (line) => personIdOfLine(line as never),
  person: (line, _args, sight) => (line.isKnown ? seen(sight, "Person", line.subjectId as string) : null),
  invitedBy: one("Person", "invitedById"),
  isFirstVisit: (line) => line.visitsBefore === 0,
  substituteForId: (line) =>
    line.substituteForId === null ? null : `per_${(line.substituteForId as string).replaceAll("-", "")}`,
};
