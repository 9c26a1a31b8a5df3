import { Attendance } from "../../attendance/attendance.entity.ts";
import { AttendanceCode } from "../../attendance/attendance-code.ts";
import { Mark } from "../../attendance/mark.entity.ts";
import { RollState, RollStatus } from "../../attendance/roll.entity.ts";
import { Meeting } from "../../meetings/meeting.entity.ts";
import { newDetails } from "../../meetings/meeting-details.ts";
import { MeetingMode, TakePartMode } from "../../meetings/meeting-mode.ts";
import { MeetingRole, MeetingRoleKind } from "../../meetings/meeting-role.entity.ts";
import { MeetingSeats } from "../../meetings/meeting-seats.entity.ts";
import { type MeetingTime, meetingTime } from "../../meetings/meeting-time.ts";
import { Rsvp, RsvpStatus } from "../../rsvps/rsvp.entity.ts";
import type { Sheaf } from "./scale-groups.ts";
import { chance, isLarge, MEMBERS_MAX, meetingsOf, type ScalePlan, scaleId } from "./scale-plan.ts";

const DAY_MS = 86_400_000;
const CAPACITY = 40;
const CAPACITY_OF_LARGE = 150;
/** People answer for the next weeks, not for the next half year. */
const ANSWERED_WEEKS = 4;
/** How many of the members say something; before a large group's next meetings nearly all do. */
const ANSWERED_SHARE = 0.36;
const COMING_SHARE_OF_LARGE = 0.85;
const DETAILS = newDetails({});
const NO_HASH = Buffer.alloc(32);

interface ScaleGroup {
  readonly number: number;
  readonly timeZone: string;
  readonly members: readonly number[];
}

interface ScaleMeeting {
  readonly number: number;
  readonly id: string;
  readonly groupId: string;
  readonly members: readonly number[];
  readonly time: MeetingTime;
  readonly random: () => number;
}

/** The meetings of one group, one a week: the first half of them past, with submitted rolls. */
export function scaleMeetings(plan: ScalePlan, sheaf: Sheaf, group: ScaleGroup): void {
  const count = meetingsOf(plan, group.number);
  const past = Math.floor(count / 2);
  const perGroup = Math.ceil(plan.meetings / plan.groups);
  for (let index = 0; index < count; index++) {
    const week = index < past ? index - past : index - past + 1;
    const number = group.number * perGroup + index;
    const random = chance(plan.seed * 104_729 + number);
    const local = localStart(plan, group.number, week);
    const meeting: ScaleMeeting = {
      number,
      id: scaleId(plan, "meeting", number),
      groupId: scaleId(plan, "group", group.number),
      members: group.members,
      time: meetingTime(local, group.timeZone, 90),
      random,
    };
    addMeeting(plan, sheaf, meeting);
    const share = week > 0 && isLarge(group.number) ? COMING_SHARE_OF_LARGE : ANSWERED_SHARE;
    const taken = week <= ANSWERED_WEEKS ? addRsvps(plan, sheaf, meeting, share) : 0;
    const capacity = isLarge(group.number) ? CAPACITY_OF_LARGE : CAPACITY;
    sheaf.add(MeetingSeats, { meetingId: meeting.id, mode: TakePartMode.IN_PERSON, capacity, taken });
    sheaf.add(MeetingRole, {
      id: scaleId(plan, "role", number),
      meetingId: meeting.id,
      personId: hostOf(plan, group),
      role: MeetingRoleKind.HOST,
      position: 0,
    });
    if (week < 0) addRoll(plan, sheaf, meeting);
  }
}

/** At least a day away from today on either side, so that no clock of any zone sees it differently. */
function localStart(plan: ScalePlan, group: number, week: number): string {
  const day = new Date(plan.today.getTime() + (week * 7 + (week < 0 ? -(group % 5) : group % 5)) * DAY_MS);
  return `${day.toISOString().slice(0, 10)}T${String(7 + (group % 12)).padStart(2, "0")}:30:00`;
}

function addMeeting(plan: ScalePlan, sheaf: Sheaf, { id, groupId, time, number }: ScaleMeeting): void {
  const announced = new Date(Math.min(time.startsAt.getTime() - 30 * DAY_MS, plan.today.getTime() - DAY_MS));
  sheaf.add(Meeting, {
    ...DETAILS,
    ...time,
    id,
    groupId,
    title: `Weekly meeting ${number}`,
    mode: MeetingMode.IN_PERSON,
    placeName: "The usual place",
    publishedAt: announced,
    createdAt: announced,
    updatedAt: announced,
  });
}

/** A share of the members says something; the number of seats that it takes. */
function addRsvps(plan: ScalePlan, sheaf: Sheaf, meeting: ScaleMeeting, share: number): number {
  const { id, groupId, members, time, random, number } = meeting;
  const respondedAt = new Date(Math.min(time.startsAt.getTime(), plan.today.getTime()) - 2 * DAY_MS);
  let taken = 0;
  for (const [index, member] of members.entries()) {
    if (random() > share) continue;
    const isGoing = random() < 0.85;
    if (isGoing) taken++;
    const personId = scaleId(plan, "person", member);
    sheaf.add(Rsvp, {
      id: scaleId(plan, "rsvp", number * MEMBERS_MAX + index),
      groupId,
      meetingId: id,
      personId,
      status: isGoing ? RsvpStatus.GOING : RsvpStatus.NOT_GOING,
      mode: TakePartMode.IN_PERSON,
      answeredById: personId,
      respondedAt,
      createdAt: respondedAt,
      updatedAt: respondedAt,
    });
  }
  return taken;
}

/** A line for every member, two thirds of them with a mark of their own; the others were absent. */
function addRoll(plan: ScalePlan, sheaf: Sheaf, meeting: ScaleMeeting): void {
  const { id: meetingId, groupId, members, time, random, number } = meeting;
  const hostId = hostOf(plan, meeting);
  const submittedAt = time.endsAt;
  const roll = { meetingId, groupId, status: RollStatus.SUBMITTED, version: 2, submittedAt, submittedById: hostId };
  sheaf.add(RollState, roll);
  for (const [index, member] of members.entries()) {
    const key = number * MEMBERS_MAX + index;
    const line = { groupId, meetingId, personId: scaleId(plan, "person", member) };
    const code = codeBy(random());
    const said = {
      ...line,
      code,
      ...(code !== null && CAME.has(code) ? { ...AT_THE_PLACE, arrivedAt: time.startsAt } : NOT_THERE),
    };
    const markId = code === null ? null : scaleId(plan, "mark", key);
    if (code !== null && markId !== null) {
      const moments = { recordedAt: time.startsAt, receivedAt: time.startsAt };
      sheaf.add(Mark, { ...said, ...moments, id: markId, markId, code, recordedById: hostId, contentHash: NO_HASH });
    }
    sheaf.add(Attendance, {
      ...said,
      id: scaleId(plan, "attendance", key),
      startsAt: time.startsAt,
      isExpected: true,
      countedCode: code ?? AttendanceCode.ABSENT,
      markId,
      updatedAt: submittedAt,
    });
  }
}

/** Whom `scaleGroup` made the group's host. */
const hostOf = (plan: ScalePlan, { members }: Pick<ScaleGroup, "members">): string =>
  scaleId(plan, "person", members[2] ?? members[0] ?? 0);

const CAME: ReadonlySet<AttendanceCode> = new Set([AttendanceCode.PRESENT, AttendanceCode.LATE]);
const AT_THE_PLACE = { mode: TakePartMode.IN_PERSON };
const NOT_THERE = { mode: null, arrivedAt: null };

function codeBy(random: number): AttendanceCode | null {
  if (random < 0.56) return AttendanceCode.PRESENT;
  if (random < 0.62) return AttendanceCode.LATE;
  return random < 0.68 ? AttendanceCode.EXCUSED : null;
}
