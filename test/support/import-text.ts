/** Brings in a file that a test writes down, and tells what came of it. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { FaultyFile, type ImportKind, importFile } from "../../src/imports/import-file.ts";
import { UnreadableCsv } from "../../src/platform/csv/csv-fault.ts";
import { testJobs } from "./jobs.ts";
import { fixedClock } from "./start-api.ts";

export interface Outcome {
  /** Created, updated, unchanged; null if the file was refused. */
  readonly counts: readonly [number, number, number] | null;
  /** `line: reason`, or the one reason for which the file could not be read. */
  readonly faults: readonly string[];
  readonly notes: readonly string[];
  readonly unknownColumns: readonly string[];
}

export function writeTable(content: string | Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), "wellmet-import-")), "table.csv");
  writeFileSync(path, content);
  return path;
}

/** `lines` are joined by line feeds; bytes are written as they are. */
export async function importText(
  db: DataSource,
  groupId: string,
  kind: ImportKind,
  lines: readonly string[] | Buffer,
  options: { submitRolls?: boolean } = {},
): Promise<Outcome> {
  const path = writeTable(Buffer.isBuffer(lines) ? lines : `${lines.join("\n")}\n`);
  const { ctx } = testJobs(db.manager, { clock: fixedClock() });
  try {
    const report = await importFile(ctx, { kind, path, groupId, submitRolls: false, ...options });
    const { created, updated, unchanged } = report.counts;
    const { notes, unknownColumns } = report;
    return { counts: [created, updated, unchanged], faults: [], notes: [...notes.keys()], unknownColumns };
  } catch (error) {
    const refused = { counts: null, notes: [], unknownColumns: [] };
    if (error instanceof UnreadableCsv) return { ...refused, faults: [error.message] };
    if (error instanceof FaultyFile) {
      return { ...refused, faults: error.faults.map(({ line, reason }) => `${line}: ${reason}`) };
    }
    throw error;
  }
}
