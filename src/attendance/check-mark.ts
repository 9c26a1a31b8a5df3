import type { TakePartMode } from "../meetings/meeting-mode.ts";
import type { VisitorKind } from "../memberships/visitor.entity.ts";
import { normaliseEmail } from "../platform/email.ts";
import { DomainError, type Fault, invalid, notFound } from "../platform/errors.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { tidyLine } from "../platform/plain-text.ts";
import { hashOf, hexHashOf } from "../platform/secrets.ts";
import { valid } from "../platform/valid.ts";
import { type AttendanceCode, IN_THE_ROOM } from "./attendance-code.ts";
import type { MarkInput, WalkInInput } from "./mark-input.ts";

export interface CheckedWalkIn {
  readonly walkInId: string;
  readonly name: string;
  readonly email: string | null;
  readonly invitedById: string | null;
  readonly kind: VisitorKind;
  readonly hash: Buffer;
}

/** A mark that can be right, as far as it tells by itself. */
export interface CheckedMark {
  readonly index: number;
  readonly markId: string;
  readonly person: { readonly kind: "person" | "visitor"; readonly id: string } | null;
  readonly walkIn: CheckedWalkIn | null;
  readonly code: AttendanceCode;
  readonly recordedAt: Date;
  readonly arrivedAt: Date | null;
  readonly mode: TakePartMode | null;
  readonly substituteForId: string | null;
  readonly note: string | null;
  /** Of its content, in hex. */
  readonly hash: string;
}

/** Checks one mark by itself, and answers with its first fault rather than to throw it: others must not suffer. */
export async function checkMark(input: MarkInput, index: number): Promise<CheckedMark | Fault> {
  try {
    if (!isPlain(input)) await valid(input);
    return checked(input, index);
  } catch (error) {
    if (error instanceof DomainError && error.faults[0]) return faultAt(error.faults[0], index);
    throw error;
  }
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** Most marks have nothing that a rule of `MarkInput` is about but their id, and the rules cost more than all else here. */
const isPlain = ({ markId, walkIn, note }: MarkInput): boolean =>
  UUID.test(markId) && (walkIn ?? null) === null && (note ?? null) === null;

function checked(input: MarkInput, index: number): CheckedMark {
  const { personId, walkIn, substituteForId, code, recordedAt, arrivedAt = null, mode = null, note } = input;
  refuseContradictions(input);
  return {
    index,
    markId: input.markId.toLowerCase(),
    person: personId ? markedPerson(personId) : null,
    walkIn: walkIn ? checkedWalkIn(walkIn) : null,
    code,
    recordedAt,
    arrivedAt,
    mode,
    substituteForId: substituteForId ? personKey(substituteForId, ["substituteForId"]) : null,
    note: note ? tidyLine(note) : null,
    hash: hexHashOf(contentText(input)),
  };
}

function refuseContradictions({ personId, walkIn, code, arrivedAt, substituteForId }: MarkInput): void {
  const came = IN_THE_ROOM.includes(code);
  if (!personId === !walkIn) throw invalid("personId", "Name either a person or a walk-in.");
  if (arrivedAt && !came) throw invalid("arrivedAt", "Only who came has arrived.");
  if (substituteForId && !came) throw invalid("substituteForId", "Only who came stands in for somebody.");
}

/** Moves the path of a fault below the mark it was found in. */
export const faultAt = (fault: Fault, index: number): Fault => ({
  ...fault,
  path: ["input", "marks", String(index), ...(fault.path ?? ["input"]).slice(1)],
});

function markedPerson(id: string): { kind: "person" | "visitor"; id: string } {
  const key = parseGlobalId(id);
  if (key?.prefix === "per") return { kind: "person", id: key.id };
  if (key?.prefix === "vis") return { kind: "visitor", id: key.id };
  throw notFound("personId", NO_SUCH_PERSON);
}

export const NO_SUCH_PERSON = "The group knows no such person.";

function personKey(id: string, field: readonly string[]): string {
  const key = parseGlobalId(id);
  if (key?.prefix !== "per") throw notFound(field, NO_SUCH_PERSON);
  return key.id;
}

const checkedWalkIn = (walkIn: WalkInInput): CheckedWalkIn => ({
  walkInId: walkIn.walkInId.toLowerCase(),
  name: tidyLine(walkIn.name),
  email: walkIn.email ? normaliseEmail(walkIn.email) : null,
  invitedById: walkIn.invitedBy ? personKey(walkIn.invitedBy, ["walkIn", "invitedBy"]) : null,
  kind: walkIn.kind,
  hash: hashOf(JSON.stringify(contentOf(walkIn))),
});

const contentOf = ({ name, email, invitedBy, kind }: WalkInInput): unknown[] => [
  name,
  email ?? null,
  invitedBy ?? null,
  kind,
];

export const contentHash = (mark: MarkInput): Buffer => hashOf(contentText(mark));

/** What the client said, in one order; what it left out is the same as null. */
const contentText = (mark: MarkInput): string =>
  JSON.stringify([
    mark.personId ?? null,
    mark.walkIn ? [mark.walkIn.walkInId.toLowerCase(), ...contentOf(mark.walkIn)] : null,
    mark.code,
    mark.recordedAt.toISOString(),
    mark.arrivedAt?.toISOString() ?? null,
    mark.mode ?? null,
    mark.substituteForId ?? null,
    mark.note ?? null,
  ]);
