import type { EntityManager } from "typeorm";
import { addingUses } from "../doors/authenticate-door.ts";
import { asArray, askTogether, type KeptStatement, type Question } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { announcement } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { dropping, folding } from "./fold-marks.ts";
import { type HeldRoll, rollOpensAt, turned } from "./hold-roll.ts";
import { Mark, MarkFlag } from "./mark.entity.ts";
import { RollStatus } from "./roll.entity.ts";
import type { RollTaker } from "./roll-taker.ts";

/** What a mark that is new says. */
export interface NewMark
  extends Pick<
    Mark,
    "markId" | "personId" | "code" | "mode" | "recordedAt" | "arrivedAt" | "substituteForId" | "note"
  > {
  /** In hex. */
  readonly contentHash: string;
  readonly leftMeanwhile: boolean;
}

/** A submitted sheet changes by nobody's hand but an organiser's. */
const isClosed = (status: RollStatus): boolean => status === RollStatus.SUBMITTED || status === RollStatus.SKIPPED;

/**
 * Writes marks that are new to a held roll, and folds those that need nobody's second look. A device's clock may be
 * wrong: nothing is recorded later than it was received, and nobody has come before the roll was open. The earliest
 * arrival stands, so one slow clock could otherwise spoil it for good.
 *
 * @param askTheRest how the database is asked: `endTogether` where nothing comes after it
 */
export async function addMarks(
  ctx: Context,
  { meeting, roll }: HeldRoll,
  { personId: recordedById, doorId }: RollTaker,
  marks: readonly NewMark[],
  askTheRest: (db: EntityManager, questions: readonly Question[]) => Promise<unknown> = askTogether,
): Promise<readonly Mark[]> {
  if (marks.length === 0) return [];
  const now = ctx.clock.now();
  const opensAt = rollOpensAt(meeting);
  const flagOf = ({ leftMeanwhile }: NewMark): MarkFlag | null =>
    isClosed(roll.status) ? MarkFlag.AFTER_SUBMISSION : leftMeanwhile ? MarkFlag.LEFT_MEANWHILE : null;
  const notLater = (moment: Date): string => (moment > now ? now : moment).toISOString();
  const notEarlier = (moment: Date): Date => (moment < opensAt ? opensAt : moment);
  const added = marks.map((mark): Added => {
    const { recordedAt, arrivedAt } = mark;
    const moments = { recordedAt: notLater(recordedAt), arrivedAt: arrivedAt && notLater(notEarlier(arrivedAt)) };
    return { id: newId(), mark, ...moments, flag: flagOf(mark) };
  });
  const inserted = [
    ...[meeting.id, meeting.groupId, now, recordedById, doorId],
    ...INSERTED.map(([, , of]) => arrayOf(added.map(of))),
  ];
  const applied = added.flatMap(({ mark, flag }) => (flag === null ? peopleOf(mark) : []));
  const raised = turned(roll);
  const { version } = roll;
  const event = { name: "attendance.recorded", meetingId: meeting.id, groupId: meeting.groupId, version } as const;
  await askTheRest(ctx.db, [
    { statement: INSERT_MARKS, values: inserted },
    ...(doorId === null ? [] : [addingUses(ctx, doorId, marks.length)]),
    raised,
    announcement(ctx, event),
    ...(applied.length > 0 ? [folding(ctx, meeting.id, applied), dropping(meeting.id)] : []),
  ]);
  return added.map(({ id, mark: { markId }, flag }) => Object.assign(new Mark(), { id, markId, flag }));
}

/** A mark as it is stored. */
interface Added {
  readonly id: string;
  readonly mark: NewMark;
  readonly recordedAt: string;
  readonly arrivedAt: string | null;
  readonly flag: MarkFlag | null;
}

/** One column of all marks. An array without members says that all are null. */
function arrayOf(values: readonly (string | null)[]): unknown {
  if (values.every((value) => value === null)) return asArray([]);
  if (values.some((value) => value !== null && !NEEDS_NO_QUOTES.test(value))) return values;
  return asArray(values.map((value) => value ?? "NULL"));
}

/** The word null would be read as none at all. */
const NEEDS_NO_QUOTES = /^(?!null$)[\w:.-]+$/i;

/** What differs from mark to mark of one call, as arrays: columns, their types, and where they come from. */
const INSERTED: readonly (readonly [column: string, type: string, of: (added: Added) => string | null])[] = [
  ["id", "uuid", ({ id }) => id],
  ["mark_id", "uuid", ({ mark }) => mark.markId],
  ["person_id", "uuid", ({ mark }) => mark.personId],
  ["code", "text", ({ mark }) => mark.code],
  ["mode", "text", ({ mark }) => mark.mode],
  ["recorded_at", "timestamptz", ({ recordedAt }) => recordedAt],
  ["arrived_at", "timestamptz", ({ arrivedAt }) => arrivedAt],
  ["substitute_for_id", "uuid", ({ mark }) => mark.substituteForId],
  ["note", "text", ({ mark }) => mark.note],
  ["content_hash", "text", ({ mark }) => mark.contentHash],
  ["flag", "text", ({ flag }) => flag],
];

const columns = INSERTED.map(([column]) => column).join(", ");
const read = columns.replace("content_hash", "decode(content_hash, 'hex')");
const arrays = INSERTED.map(([, type], index) => `$${index + 6}::${type}[]`).join(", ");
const INSERT_MARKS: KeptStatement = {
  name: "insert_marks",
  text: `insert into marks (meeting_id, group_id, received_at, recorded_by_id, door_id, ${columns})
         select $1, $2, $3, $4, $5, ${read} from unnest(${arrays}) as mark (${columns})`,
};

/** Whose lines a mark may change. */
export const peopleOf = ({ personId, substituteForId }: Pick<NewMark, "personId" | "substituteForId">): string[] =>
  substituteForId ? [personId, substituteForId] : [personId];
