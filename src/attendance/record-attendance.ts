import { Field, ID, InputType } from "type-graphql";
import { Meeting } from "../meetings/meeting.entity.ts";
import { asArray, type KeptStatement, type Question } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { DomainError, type Fault, invalid } from "../platform/errors.ts";
import { payloadType } from "../platform/payload.ts";
import { endTogether } from "../platform/transaction.ts";
import { addMarks, type NewMark } from "./add-marks.ts";
import { type CheckedMark, checkMark, faultAt } from "./check-mark.ts";
import type { MarkFlag } from "./mark.entity.ts";
import { MarkInput } from "./mark-input.ts";
import { MarkOutcome, MarkResult, refused, repeated, stored } from "./mark-result.ts";
import { type OpenRoll, withOpenRoll } from "./open-roll.ts";
import { type Books, booksQuestion, type MarkedPerson, openBooks, peopleAtTheDoor } from "./people-at-the-door.ts";
import { faultAtDoor, type RollTaker, rollTaker } from "./roll-taker.ts";

/** Most marks in one call: above the largest group we know of. */
export const MARKS_MAX = 500;

@InputType({ description: "Input of `recordAttendance`." })
export class RecordAttendanceInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => [MarkInput], { description: "What a device has to report, 1 to 500 marks, in any order." })
  marks: MarkInput[];
}

export const RecordAttendancePayload = payloadType("RecordAttendance", {
  results: {
    type: () => [MarkResult],
    description: "What became of each mark, in the order in which they were sent; null when `errors` is not empty.",
  },
  meeting: () => Meeting,
});

export interface Recorded {
  readonly results: readonly MarkResult[];
  readonly meeting: Meeting;
}

type Outcome = Omit<MarkResult, "markId">;

/**
 * Adds marks to a meeting's roll, as seen by a host in the room.
 *
 * Marks are never overwritten: people arrive late, lists are corrected afterwards, and several doors report in any
 * order, hours later and more than once. Every good mark is stored, and each is answered for: one bad line never costs
 * a phone its backlog.
 *
 * A door records as who opened it, for its own meeting alone, and says who is there and no more.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, FORBIDDEN if they may not take its roll, CONFLICT earlier
 *   than two hours before the start, and for a cancelled meeting
 */
export async function recordAttendance(ctx: Context, { meetingId, marks }: RecordAttendanceInput): Promise<Recorded> {
  const taker = rollTaker(ctx);
  if (marks.length < 1 || marks.length > MARKS_MAX) throw invalid("marks", `Send 1 to ${MARKS_MAX} marks at once.`);
  const checked = await Promise.all(marks.map(async (mark, index) => asSeenBy(taker, await checkMark(mark, index))));
  const good = checked.filter((mark) => "markId" in mark);
  return withOpenRoll(ctx, meetingId, questionsOf(good), async (ctx, open) => {
    const { meeting, answers } = open;
    const [known = [], books] = answers;
    const outcomes = await outcomesOf(ctx, open, good, {
      known: knownMarks(known),
      books: await openBooks(ctx, meeting, good, books),
    });
    for (const [index, mark] of checked.entries()) if (!("markId" in mark)) outcomes[index] = refused(mark);
    const results = marks.map(({ markId }, index) => ({ markId, ...(outcomes[index] as Outcome) }));
    return { meeting, results };
  });
}

/** What a door may not say is a fault of the mark, as any other that it has by itself. */
function asSeenBy(taker: RollTaker, mark: CheckedMark | Fault): CheckedMark | Fault {
  if (!("markId" in mark)) return mark;
  const fault = faultAtDoor(taker, mark.code);
  return fault ? faultAt(fault.faults[0] as Fault, mark.index) : mark;
}

/** What is asked about the marks before any is taken. */
const questionsOf =
  (marks: readonly CheckedMark[]) =>
  (meetingId: string): readonly Question[] => {
    const books = booksQuestion(meetingId, marks);
    const ids = asArray(marks.map(({ markId }) => markId));
    return [{ statement: KNOWN_MARKS, values: [meetingId, ids] }, ...(books ? [books] : [])];
  };

interface Found {
  readonly known: ReadonlyMap<string, KnownMarkRow>;
  readonly books: Books;
}

async function outcomesOf(
  ctx: Context,
  open: OpenRoll,
  marks: readonly CheckedMark[],
  { known, books }: Found,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  // Of marks that are new the first of each id; what comes after it under the same id is compared with it.
  const fresh = new Map<string, CheckedMark>();
  for (const mark of marks) if (!known.has(mark.markId) && !fresh.has(mark.markId)) fresh.set(mark.markId, mark);

  for (const [mark, outcome] of await addFresh(ctx, open, books, [...fresh.values()])) outcomes[mark.index] = outcome;
  for (const mark of marks) {
    const first = fresh.get(mark.markId);
    if (first) outcomes[mark.index] ??= outcomeOfTwin(mark, first, outcomes[first.index] as Outcome);
    else outcomes[mark.index] = outcomeOfKnown(mark, known.get(mark.markId) as KnownMarkRow);
  }
  return outcomes;
}

async function addFresh(
  ctx: Context,
  open: OpenRoll,
  books: Books,
  marks: readonly CheckedMark[],
): Promise<ReadonlyMap<CheckedMark, Outcome>> {
  const { taker, marksLeft } = open;
  const outcomes = new Map<CheckedMark, Outcome>();
  const news = new Map<string, { readonly mark: CheckedMark; readonly row: NewMark }>();
  for (const [mark, person] of await peopleAtTheDoor(ctx, open.meeting, marks.slice(0, marksLeft), books)) {
    if (person instanceof DomainError) outcomes.set(mark, refused(faultAt(person.faults[0] as Fault, mark.index)));
    else news.set(mark.markId, { mark, row: newMark(mark, person) });
  }
  for (const mark of marks.slice(marksLeft)) outcomes.set(mark, refused(usedUp(mark)));
  const rows = [...news.values()].map(({ row }) => row);
  for (const { markId, flag } of await addMarks(ctx, open, taker, rows, endTogether)) {
    const added = news.get(markId);
    if (added) outcomes.set(added.mark, stored(flag));
  }
  return outcomes;
}

const newMark = (mark: CheckedMark, { personId, substituteForId, leftMeanwhile }: MarkedPerson): NewMark => ({
  markId: mark.markId,
  personId,
  code: mark.code,
  mode: mark.mode,
  recordedAt: mark.recordedAt,
  arrivedAt: mark.arrivedAt,
  substituteForId,
  note: mark.note,
  contentHash: mark.hash,
  leftMeanwhile,
});

type KnownMarkRow = readonly [markId: string, contentHash: Buffer, flag: MarkFlag | null];

const knownMarks = (rows: readonly unknown[][]): ReadonlyMap<string, KnownMarkRow> =>
  new Map((rows as unknown as KnownMarkRow[]).map((row) => [row[0], row]));

const KNOWN_MARKS: KeptStatement = {
  name: "known_marks",
  text: "select mark_id, content_hash, flag from marks where meeting_id = $1 and mark_id = any($2::uuid[])",
};

const outcomeOfKnown = (mark: CheckedMark, [, contentHash, flag]: KnownMarkRow): Outcome =>
  contentHash.toString("hex") === mark.hash ? repeated(flag) : refused(otherContent(mark));

/** The same id twice in one call. */
function outcomeOfTwin(mark: CheckedMark, first: CheckedMark, outcome: Outcome): Outcome {
  if (first.hash !== mark.hash) return refused(otherContent(mark));
  return outcome.outcome === MarkOutcome.REFUSED ? outcome : repeated(outcome.flag);
}

const usedUp = ({ index }: CheckedMark): Fault => ({
  code: "LIMIT_REACHED",
  message: "This door has made all the marks that it may.",
  path: ["input", "marks", String(index), "markId"],
});

const otherContent = ({ index }: CheckedMark): Fault => ({
  code: "CONFLICT",
  message: "This mark was sent before with other content.",
  path: ["input", "marks", String(index), "markId"],
});
