/** The fields of rolls, marks and attendances, the naive way. */
import type { Attendance } from "../../src/attendance/attendance.entity.ts";
import type { Mark } from "../../src/attendance/mark.entity.ts";
import type { Membership } from "../../src/groups/membership.entity.ts";
import type { Meeting } from "../../src/meetings/meeting.entity.ts";
import type { Visitor } from "../../src/memberships/visitor.entity.ts";
import type { RollLine } from "../../src/rolls/roll-line.entity.ts";
import type { Rows } from "./rows.ts";
import type { Sight } from "./sight.ts";

const rollOf = ({ RollState }: Rows, meetingId: string) => RollState.find((roll) => roll.meetingId === meetingId);
const wasSubmitted = (rows: Rows, meetingId: string): boolean =>
  (rollOf(rows, meetingId)?.submittedAt ?? null) !== null;
const decisionOn = ({ MarkDecision }: Rows, mark: Mark) => MarkDecision.find(({ markId }) => markId === mark.id);

/** What the marks say; without one, and once the roll was submitted, what follows for whoever was expected. */
export function codeOf(rows: Rows, a: Attendance): string | null {
  if (a.code !== null || !a.isExpected || !wasSubmitted(rows, a.meetingId)) return a.code;
  return a.isOnLeave ? "EXCUSED" : "ABSENT";
}

export const isUndecided = (rows: Rows, mark: Mark): boolean =>
  mark.flag !== null && decisionOn(rows, mark) === undefined;

const goes = (rows: Rows, { meetingId, personId }: { meetingId: string; personId: string }): boolean =>
  rows.Rsvp.some((r) => r.meetingId === meetingId && r.personId === personId && r.status === "GOING");

export const isNoShow = (rows: Rows, a: Attendance): boolean => codeOf(rows, a) === "ABSENT" && goes(rows, a);

/** By their own name, unless an organiser wrote them down with an address. */
export function nameOf(row: { groupId: string; personId: string }, sight: Sight): string | null {
  const { Person, Visitor } = sight.rows;
  const visitor = Visitor.find((x) => x.groupId === row.groupId && x.personId === row.personId);
  const written = sight.isOnTheBooks(row) ? null : visitor?.knownAs;
  return written ?? Person.find((p) => p.id === row.personId)?.displayName ?? null;
}

export const nameOfVisitor = (x: Visitor, { Person }: Rows): string | null =>
  x.knownAs ?? Person.find((p) => p.id === x.personId)?.displayName ?? null;

const byTime = (one: Date, other: Date): number => Number(one) - Number(other);

/** The first time they became a member since they were first seen. */
export const joinedAt = ({ MembershipPeriod }: Rows, x: Visitor): Date | null =>
  MembershipPeriod.filter((p) => p.groupId === x.groupId && p.personId === x.personId)
    .map(({ startedAt }) => startedAt)
    .filter((startedAt) => startedAt >= x.firstSeenAt)
    .sort(byTime)[0] ?? null;

/** Starts of the meetings to which they came while they were no member, earliest first. */
export const visitsOf = ({ Attendance, MembershipPeriod }: Rows, x: Visitor): Date[] =>
  Attendance.filter((a) => a.groupId === x.groupId && a.personId === x.personId)
    .filter(({ code }) => code === "PRESENT" || code === "LATE")
    .map(({ startsAt }) => startsAt)
    .filter(
      (startsAt) =>
        !MembershipPeriod.some(
          (p) =>
            p.groupId === x.groupId &&
            p.personId === x.personId &&
            p.startedAt <= startsAt &&
            (p.endedAt === null || p.endedAt > startsAt),
        ),
    )
    .sort(byTime);

/** The latest mark before this one that stands. */
export function codeBefore(rows: Rows, mark: Mark): string | null {
  const earlier = (one: Mark, other: Mark): boolean =>
    one.recordedAt < other.recordedAt ||
    (Number(one.recordedAt) === Number(other.recordedAt) && one.markId < other.markId);
  let last: Mark | null = null;
  for (const other of rows.Mark) {
    const stands = other.flag === null || decisionOn(rows, other)?.isAccepted === true;
    if (!stands || other.meetingId !== mark.meetingId || other.personId !== mark.personId) continue;
    if (earlier(other, mark) && (last === null || earlier(last, other))) last = other;
  }
  return last?.code ?? null;
}

export const decision = (rows: Rows, mark: Mark) => decisionOn(rows, mark) ?? null;

/** What a mark calls the person of a line by. */
export const personIdOfLine = (line: Pick<RollLine, "isKnown" | "visitorId" | "subjectId">): string =>
  line.isKnown || line.visitorId === null
    ? `per_${line.subjectId.replaceAll("-", "")}`
    : `vis_${line.visitorId.replaceAll("-", "")}`;

const MINUTE_MS = 60_000;
export const rollOpensAt = (m: Meeting): Date => new Date(m.startsAt.getTime() - 120 * MINUTE_MS);

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
/** As the lines of a roll stand. */
export const byPlace = (a: Placed, b: Placed): number =>
  a.place - b.place || byBytes(a.name, b.name) || byBytes(a.subjectId, b.subjectId);
type Placed = Pick<RollLine, "place" | "name" | "subjectId">;

export function roll(m: Meeting, sight: Sight): object | null {
  if (!sight.hosts(m.groupId)) return null;
  const state = rollOf(sight.rows, m.id);
  return {
    status: state?.status ?? "OPEN",
    version: state?.version ?? 0,
    opensAt: rollOpensAt(m),
    submittedAt: state?.submittedAt ?? null,
    lines: sight.rows.RollLine.filter((line) => line.meetingId === m.id && sight.sees(line))
      .sort(byPlace)
      .slice(0, 1000),
    flaggedMarks: sight.rows.Mark.filter(
      (mark) => mark.meetingId === m.id && isUndecided(sight.rows, mark) && sight.sees(mark),
    )
      .sort((a, b) => Number(a.receivedAt) - Number(b.receivedAt) || byBytes(a.id, b.id))
      .slice(0, 100),
  };
}

const takesPlace = (m: Meeting): boolean => m.publishedAt !== null && m.cancelledAt === null;
const isTaken = (m: Meeting, { now }: Sight): boolean => takesPlace(m) && rollOpensAt(m) <= now;
const statusOf = (m: Meeting, rows: Rows): string => rollOf(rows, m.id)?.status ?? "OPEN";

export const rollActs = {
  canTake: (m: Meeting, sight: Sight): boolean => sight.hosts(m.groupId) && isTaken(m, sight),
  canSubmit: (m: Meeting, sight: Sight): boolean =>
    sight.hosts(m.groupId) &&
    takesPlace(m) &&
    m.startsAt <= sight.now &&
    ["OPEN", "REOPENED"].includes(statusOf(m, sight.rows)),
  canReopen: (m: Meeting, sight: Sight): boolean =>
    sight.organises(m.groupId) && takesPlace(m) && ["SUBMITTED", "SKIPPED"].includes(statusOf(m, sight.rows)),
  canSkip: (m: Meeting, sight: Sight): boolean =>
    sight.organises(m.groupId) && takesPlace(m) && ["OPEN", "REOPENED"].includes(statusOf(m, sight.rows)),
  canCheckIn: (m: Meeting, sight: Sight): boolean =>
    m.allowsSelfCheckIn &&
    isTaken(m, sight) &&
    m.endsAt > sight.now &&
    (sight.isMember(m.groupId) ||
      (sight.viewerId !== null &&
        sight.reaches(m.groupId) &&
        goes(sight.rows, { meetingId: m.id, personId: sight.viewerId }))),
};

export function summary(m: Meeting, sight: Sight): object | null {
  const { rows } = sight;
  const submitted = wasSubmitted(rows, m.id);
  if (!sight.readsAttendances(m) && !(sight.isMember(m.groupId) && submitted)) return null;
  const of = (code: string) =>
    rows.Attendance.filter((a) => a.meetingId === m.id && (submitted ? a.countedCode : a.code) === code);
  return {
    present: of("PRESENT").length,
    late: of("LATE").length,
    absent: of("ABSENT").length,
    excused: of("EXCUSED").length,
    substituted: of("SUBSTITUTED").length,
    noShows: of("ABSENT").filter((a) => goes(rows, a)).length,
  };
}

interface Period {
  readonly from?: string | null;
  readonly before?: string | null;
}

export function stats(s: Membership, { from, before }: Period, sight: Sight): object | null {
  if (!sight.isOwnOrOrganised(s)) return null;
  const { Attendance, Meeting, MembershipPeriod } = sight.rows;
  const counts = (a: Attendance): boolean => {
    const startsAt = Meeting.find((m) => m.id === a.meetingId)?.startsAt;
    if (!startsAt || (from != null && startsAt < new Date(from)) || (before != null && startsAt >= new Date(before))) {
      return false;
    }
    return MembershipPeriod.some(
      (p) => p.membershipId === s.id && p.startedAt <= startsAt && (p.endedAt === null || p.endedAt > startsAt),
    );
  };
  const counted = Attendance.filter(
    (a) => a.groupId === s.groupId && a.personId === s.personId && a.countedCode !== null && counts(a),
  );
  const of = (...codes: string[]): number => counted.filter((a) => codes.includes(a.countedCode ?? "")).length;
  const [came, unexcused] = [of("PRESENT", "LATE"), of("PRESENT", "LATE", "ABSENT", "SUBSTITUTED")];
  return {
    meetingsCounted: counted.length,
    present: of("PRESENT"),
    late: of("LATE"),
    absent: of("ABSENT"),
    excused: of("EXCUSED"),
    substituted: of("SUBSTITUTED"),
    rate: unexcused === 0 ? null : Math.round((came / unexcused) * 10_000) / 10_000,
  };
}
