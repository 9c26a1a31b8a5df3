/** What tests of rolls share: a clock that moves, a meeting at which marks are made, and the sheet as rows. */

import { Leave } from "../../src/memberships/leave.entity.ts";
import type { Clock } from "../../src/platform/clock.ts";
import type { Anything } from "./anything.ts";
import { type CastApi, type CastName, fixedId, idOf, makeRow } from "./cast.ts";
import { act } from "./meetings.ts";

/** The tests' meeting is at 07:00 in London, 06:00 UTC, on 2 June 2026; its roll opens at 04:00 UTC. */
export const at = (time: string): string => `2026-06-02T${time}:00.000Z`;

/** Stands where a test puts it. */
export class MovedClock implements Clock {
  #now = new Date(at("06:05"));
  now(): Date {
    return new Date(this.#now);
  }
  moveTo(instant: string): void {
    this.#now = new Date(instant);
  }
}

let made = 0;
/** A UUID that a phone could have made, another with every call. */
export const newMarkId = (): string => `0a7e0000-0000-4000-8000-${(++made).toString(16).padStart(12, "0")}`;

export interface SentMark {
  readonly markId?: string;
  readonly person?: CastName | (string & {});
  readonly personId?: string;
  readonly walkIn?: Record<string, unknown>;
  readonly code?: string;
  readonly recordedAt?: string;
  readonly arrivedAt?: string | null;
  readonly mode?: string | null;
  readonly substituteForId?: string | null;
  readonly note?: string | null;
}

/** A mark as it is sent: `PRESENT`, made at 06:00 UTC, under an id of its own, unless it says otherwise. */
export function markOf({ person, ...mark }: SentMark): Record<string, unknown> {
  return {
    markId: newMarkId(),
    ...(person === undefined ? {} : { personId: person.includes("_") ? person : idOf(person as CastName) }),
    code: "PRESENT",
    recordedAt: at("06:00"),
    ...mark,
  };
}

export interface Result {
  markId: string;
  outcome: string;
  flag: string | null;
  reason: string | null;
  message: string | null;
  path: string[] | null;
}

const RESULTS = "results { markId outcome flag reason message path } meeting { id roll { status version } }";

/** Sends marks; answers with what became of each, beside the faults of the whole call. */
export async function record(
  api: CastApi,
  who: CastName | (string & {}) | null,
  meetingId: string,
  marks: readonly Record<string, unknown>[],
) {
  const { results, ...rest } = await act<{
    results: Result[] | null;
    meeting: { id: string; roll: { status: string; version: number } } | null;
  }>(api, who, "recordAttendance", { meetingId, marks }, RESULTS);
  return {
    ...rest,
    results: results ?? [],
    /** `STORED`, `FLAGGED AFTER_SUBMISSION`, `REFUSED NOT_FOUND personId`. */
    outcomes: (results ?? []).map(({ outcome, flag, reason, path }) =>
      [outcome, flag, reason, path?.slice(3).join(".")].filter(Boolean).join(" "),
    ),
  };
}

/** The sheet as the table has it, without what differs from run to run. */
export function sheetOf(api: CastApi, meetingId: string): Promise<Record<string, unknown>[]> {
  return api.dataSource.query(
    `select p.display_name as name, a.code, a.counted_code, a.mode, a.arrived_at, mark_id, s.display_name as stands_in_for
       from attendances a join people p on p.id = a.person_id
       left join marks k using (meeting_id, mark_id) left join people s on s.id = a.substitute_for_id
      where a.meeting_id = $1 order by p.display_name collate "C", p.id`,
    [meetingId],
  );
}

let leaves = 0xa000;
export const makeLeave = (api: CastApi, membershipId: string, fromOn: string, toOn: string): Promise<Leave> =>
  makeRow(api.dataSource, Leave, {
    id: fixedId(++leaves),
    membershipId,
    fromOn,
    toOn,
    recordedById: fixedId(1),
    recordedAt: new Date("2026-01-06T09:00:00.000Z"),
  });

const LINE = `personId name isExpected isOnLeave membershipRole membershipStatus rsvpStatus guests visitorKind visitsBefore
  isFirstVisit walkInIds code arrivedAt mode note substituteForId hasFlaggedMark person { id } invitedBy { id }`;

export type Line = Record<string, Anything> & { personId: string; name: string };

/** The roll as somebody reads it, its lines by name; null for who may not. */
export async function rollOf(api: CastApi, who: CastName | (string & {}) | null, meetingId: string) {
  const { data, errors } = await api.as(who).graphql<{
    node: { roll: { status: string; version: number; submittedAt: string | null; lines: Line[] } | null } | null;
  }>(
    `query ($id: ID!) { node(id: $id) { ... on Meeting { roll {
       status version submittedAt opensAt lines { ${LINE} } flaggedMarks { clientId flag name } } } } }`,
    { id: meetingId },
  );
  if (errors) throw new Error(errors.map(({ message }) => message).join(" "));
  const roll = data?.node?.roll;
  return roll ? { ...roll, byName: new Map(roll.lines.map((line) => [line.name, line])) } : null;
}

/** Code of each person on the roll, by name. */
export async function codesOf(api: CastApi, who: CastName, meetingId: string): Promise<Record<string, string | null>> {
  const roll = await rollOf(api, who, meetingId);
  return Object.fromEntries((roll?.lines ?? []).map(({ name, ...line }) => [name, line["code"] as string | null]));
}
