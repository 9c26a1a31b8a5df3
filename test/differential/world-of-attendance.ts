/** What became of whom: rolls of every status, marks that stand or wait, walk-ins, and the sheets they give. */
import { Attendance } from "../../src/attendance/attendance.entity.ts";
import { AttendanceCode } from "../../src/attendance/attendance-code.ts";
import { Mark, MarkFlag } from "../../src/attendance/mark.entity.ts";
import { MarkDecision } from "../../src/attendance/mark-decision.entity.ts";
import { RollState, RollStatus } from "../../src/attendance/roll.entity.ts";
import { WalkIn } from "../../src/attendance/walk-in.entity.ts";
import { TakePartMode } from "../../src/meetings/meeting-mode.ts";
import { VisitorKind } from "../../src/memberships/visitor.entity.ts";
import { fixedId } from "../support/cast.ts";
import { at, type Planter } from "./planter.ts";
import { plantDoors } from "./world-of-doors.ts";

interface Keyed {
  readonly id: string;
}
interface Held extends Keyed {
  readonly groupId: string;
  readonly startsAt: Date;
}

/** Ids that clients make are of no order of ours. */
let clients = 0;
const clientId = (): string => fixedId(0xfff000 - ++clients);

export async function plantAttendance(p: Planter, people: readonly Keyed[], meetings: readonly Held[]) {
  const { chance } = p;
  const rolls = chance.some(meetings, 0.7).map(({ id: meetingId, groupId }) => {
    const status = chance.pick(Object.values(RollStatus));
    const submitted = status === RollStatus.SUBMITTED || status === RollStatus.REOPENED;
    return {
      meetingId,
      groupId,
      status,
      version: chance.int(4),
      submittedAt: submitted ? p.moment() : null,
      submittedById: submitted ? chance.pick(people).id : null,
    };
  });
  await p.insert(RollState, rolls);
  // The last is marked everywhere: groups know this one by what a host wrote down, and by little else.
  const marked = () => people.filter((one) => one === people.at(-1) || chance.chance(0.3));
  const doors = await plantDoors(p, people, rolls);
  const marks = rolls.flatMap((roll) => marked().flatMap(({ id }) => marksOf(p, roll, id, people)));
  await p.insert(
    Mark,
    marks.map((mark, index) => ({ ...mark, doorId: index % 3 === 0 ? (doors.get(mark.meetingId) ?? null) : null })),
  );
  const decisions = marks
    .filter(({ flag }) => flag && chance.chance(0.6))
    .map(({ id: markId }) => ({
      markId,
      isAccepted: chance.chance(0.5),
      decidedById: chance.pick(people).id,
      decidedAt: p.moment(),
    }));
  await p.insert(MarkDecision, decisions);
  const walkIns = chance.some(marks, 0.1).map(({ meetingId, personId }) => ({
    meetingId,
    walkInId: clientId(),
    personId,
    name: p.text(),
    kind: chance.pick(Object.values(VisitorKind)),
    invitedById: p.orNull(chance.pick(people).id),
    contentHash: p.bytes(),
  }));
  await p.insert(WalkIn, walkIns);
  const startOf = new Map(meetings.map(({ id, startsAt }) => [id, startsAt]));
  const sheets = rolls.flatMap(({ meetingId, groupId, submittedAt }) => {
    const marked = new Map(marks.filter((mark) => mark.meetingId === meetingId).map((mark) => [mark.personId, mark]));
    const unmarked = chance.some(people, 0.2).filter(({ id }) => !marked.has(id));
    return [...marked.keys(), ...unmarked.map(({ id }) => id)].map((personId, index) => {
      const mark = marked.get(personId);
      const stands = chance.chance(0.8) ? mark : undefined;
      const came = stands?.code === AttendanceCode.PRESENT || stands?.code === AttendanceCode.LATE;
      return {
        id: p.id(),
        groupId,
        meetingId,
        startsAt: startOf.get(meetingId) as Date,
        personId,
        isExpected: submittedAt !== null && chance.chance(0.7),
        isOnLeave: chance.chance(0.3),
        code: stands?.code ?? null,
        countedCode: submittedAt ? p.orNull(chance.pick(Object.values(AttendanceCode))) : null,
        mode: stands?.mode ?? null,
        arrivedAt: stands?.arrivedAt ?? null,
        markId: stands?.markId ?? null,
        // One substitute a member: so each of another member.
        substituteForId: came ? (people[people.length - 1 - index]?.id ?? null) : null,
        updatedAt: p.moment(),
      };
    });
  });
  await p.insert(Attendance, sheets);
}

/** One to three marks about somebody, made and received in any order. */
const marksOf = (
  p: Planter,
  roll: { meetingId: string; groupId: string },
  personId: string,
  people: readonly Keyed[],
) =>
  Array.from({ length: 1 + p.chance.int(3) }, () => {
    const { chance } = p;
    const code = chance.pick(Object.values(AttendanceCode));
    const came = code === AttendanceCode.PRESENT || code === AttendanceCode.LATE;
    const member = chance.pick(people).id;
    return {
      id: p.id(),
      meetingId: roll.meetingId,
      markId: clientId(),
      groupId: roll.groupId,
      personId,
      code,
      mode: p.orNull(chance.pick(Object.values(TakePartMode))),
      recordedAt: at(chance.pick([-9, -8, -8])),
      receivedAt: at(chance.pick([-5, -5, 0])),
      arrivedAt: came ? p.orNull(p.moment()) : null,
      substituteForId: came && member !== personId ? p.orNull(member) : null,
      note: p.orNull(p.text()),
      recordedById: chance.pick(people).id,
      contentHash: p.bytes(),
      flag: chance.chance(0.4) ? chance.pick(Object.values(MarkFlag)) : null,
    };
  });
