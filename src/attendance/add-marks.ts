import type { EntityManager } from "typeorm";
import { asArray, askTogether, type KeptStatement, type Question } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { announcement } from "../platform/events.ts";
import { newId } from "../platform/ids.ts";
import { dropping, folding } from "./fold-marks.ts";
import { type HeldRoll, rollOpensAt, turned } from "./hold-roll.ts";
import { Mark, MarkFlag } from "./mark.entity.ts";
import { RollStatus } from "./roll.entity.ts";

export type NewMark = Pick<
  Mark,
  "markId" | "personId" | "code" | "mode" | "recordedAt" | "arrivedAt" | "substituteForId" | "note" | "contentHash"
> & { readonly leftMeanwhile: boolean };

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
  recordedById: string,
  marks: readonly NewMark[],
  askTheRest: (db: EntityManager, questions: readonly Question[]) => Promise<unknown> = askTogether,
): Promise<readonly Mark[]> {
  if (marks.length === 0) return [];
  const now = ctx.clock.now();
  const opensAt = rollOpensAt(meeting);
  const notLater = (moment: Date): Date => (moment > now ? now : moment);
  const notEarlier = (moment: Date): Date => (moment < opensAt ? opensAt : moment);
  const rows = marks.map(({ leftMeanwhile, ...mark }) =>
    Object.assign(new Mark(), {
      ...mark,
      id: newId(),
      meetingId: meeting.id,
      groupId: meeting.groupId,
      recordedAt: notLater(mark.recordedAt),
      arrivedAt: mark.arrivedAt && notLater(notEarlier(mark.arrivedAt)),
      receivedAt: now,
      recordedById,
      flag: isClosed(roll.status) ? MarkFlag.AFTER_SUBMISSION : leftMeanwhile ? MarkFlag.LEFT_MEANWHILE : null,
    }),
  );
  const inserted = [
    ...[meeting.id, meeting.groupId, now, recordedById],
    ...INSERTED.map(([property]) => arrayOf(rows.map((row) => row[property]))),
  ];
  const applied = rows.filter(({ flag }) => flag === null);
  const raised = turned(roll);
  const { version } = roll;
  const event = { name: "attendance.recorded", meetingId: meeting.id, groupId: meeting.groupId, version } as const;
  await askTheRest(ctx.db, [
    { statement: INSERT_MARKS, values: inserted },
    raised,
    announcement(ctx, event),
    ...(applied.length > 0 ? [folding(ctx, meeting.id, applied.flatMap(peopleOf)), dropping(meeting.id)] : []),
  ]);
  return rows;
}

/** One column of all marks. An array without members says that all are null. */
function arrayOf(values: readonly (string | Date | Buffer | null)[]): unknown {
  if (values.every((value) => value === null)) return asArray([]);
  return values.some((value) => typeof value === "string" && !NEEDS_NO_QUOTES.test(value))
    ? values
    : asArray(values.map(memberOf));
}

const NEEDS_NO_QUOTES = /^[\w-]+$/;

function memberOf(value: string | Date | Buffer | null): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return value;
  return value instanceof Date ? value.toISOString() : `\\\\x${value.toString("hex")}`;
}

/** What differs from mark to mark of one call, as arrays. */
const INSERTED = [
  ["id", "id", "uuid"],
  ["markId", "mark_id", "uuid"],
  ["personId", "person_id", "uuid"],
  ["code", "code", "text"],
  ["mode", "mode", "text"],
  ["recordedAt", "recorded_at", "timestamptz"],
  ["arrivedAt", "arrived_at", "timestamptz"],
  ["substituteForId", "substitute_for_id", "uuid"],
  ["note", "note", "text"],
  ["contentHash", "content_hash", "bytea"],
  ["flag", "flag", "text"],
] as const satisfies readonly (readonly [keyof Mark, string, string])[];

const columns = INSERTED.map(([, column]) => column).join(", ");
const arrays = INSERTED.map(([, , type], index) => `$${index + 5}::${type}[]`).join(", ");
const INSERT_MARKS: KeptStatement = {
  name: "insert_marks",
  text: `insert into marks (meeting_id, group_id, received_at, recorded_by_id, ${columns})
         select $1, $2, $3, $4, ${columns} from unnest(${arrays}) as mark (${columns})`,
};

/** Whose lines a mark may change. */
export const peopleOf = ({ personId, substituteForId }: Pick<Mark, "personId" | "substituteForId">): string[] =>
  substituteForId ? [personId, substituteForId] : [personId];
