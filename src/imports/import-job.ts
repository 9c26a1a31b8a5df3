/** What the importers of all kinds of files share while they work through one. */

import type { Group } from "../groups/group.entity.ts";
import type { Standing } from "../groups/group.policy.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import { FirstLines } from "../platform/csv/first-lines.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";

export interface ImportOptions {
  /** Whether rolls are submitted although the file does not say so. */
  readonly submitRolls: boolean;
  /**
   * What the organiser is in the group who brings the file in; left out for the operator. An organiser states what their
   * group knows: they touch nobody's account, nobody whom another group knows, and no role above their own.
   */
  readonly organiser?: Standing;
}

/** What became of the lines of one file. */
export interface ImportCounts {
  created: number;
  updated: number;
  unchanged: number;
}

/** One run over one file, in one transaction. */
export class ImportJob {
  readonly counts: ImportCounts = { created: 0, updated: 0, unchanged: 0 };
  /** What the operator should know though it is no fault. */
  readonly notes = new Map<string, number>();
  private readonly seen = new FirstLines();

  constructor(
    readonly group: Group,
    /** In whose name rolls are taken: the organiser, or an owner for the operator, who is nobody in the database. */
    readonly ownerId: string,
    readonly options: ImportOptions,
  ) {}

  /** Counts a remark; each is told once, with how many lines it concerns. */
  note(remark: string): void {
    this.notes.set(remark, (this.notes.get(remark) ?? 0) + 1);
  }

  /** Whether no earlier line was about the same thing; if one was, that is a fault of this line. */
  isFirst(row: CsvRow, what: string, key: string): boolean {
    const before = this.seen.note(`${what} ${key}`, row.line);
    if (before !== null) row.fault(`${what} stands in line ${before} already`);
    return before === null;
  }
}

/** How one kind of file is brought in. */
export interface Importer {
  readonly columns: CsvColumns;
  /** Columns of which the file must have at least one, group by group. */
  readonly required: readonly (readonly string[])[];
  /** Brings in some lines; what is wrong with one is noted on the row, which is then left out. */
  take(ctx: Context, job: ImportJob, rows: readonly CsvRow[]): Promise<void>;
  /** When the last line was taken. */
  finish?(ctx: Context, job: ImportJob): Promise<void>;
}

/** A new importer for each run, since some remember what they touched until `finish`. */
export type MakeImporter = () => Importer;
