import type { Context } from "../platform/context.ts";
import { csvLine } from "../platform/csv/write-csv.ts";
import { parseGlobalId } from "../platform/ids.ts";
import type { NotedRead } from "../platform/reads/noted.ts";
import { groupSheet } from "./group-sheet.ts";
import { FORMAT, GROUP_FILE, groupSheets } from "./group-sheets.ts";
import type { Column, Sheet } from "./sheet.ts";

/** Rows fetched at once: enough that the way to the database no longer counts, little enough to hold in memory. */
const ROWS_AT_ONCE = 2_000;

export interface Exporting {
  readonly groupId: string;
  /** The organiser who asks, whose blocks count; null for the operator. */
  readonly viewerId: string | null;
  /** Told whose contact details are about to be written out, some people at once; never of the asker's own. */
  readonly onContacts?: (reads: readonly NotedRead[]) => void;
}

/** Takes the next piece of a file. Files come one after the other, each in pieces in their order. */
export type TakePiece = (file: string, text: string) => Promise<void>;

/**
 * Writes out everything that a group owns, as it stood in one moment, with of its people what its organisers may see:
 * no secrets, no hashes, no private notes, nothing of other groups. The same group gives the same bytes, and so does a
 * copy of it that `restoreGroup` made. Whether the asker may is for the caller to know.
 */
export function writeGroup(ctx: Context, exporting: Exporting, take: TakePiece): Promise<void> {
  // One moment for all files, however long it takes; nobody waits for it.
  return ctx.db.transaction("REPEATABLE READ", async (db) => {
    const inner = { ...ctx, db };
    await take(GROUP_FILE, await groupJson(inner, exporting));
    for (const sheet of groupSheets) await writeSheet(inner, exporting, sheet, take);
  });
}

async function groupJson(ctx: Context, { groupId }: Exporting): Promise<string> {
  const [row] = await ctx.db.query<[Record<string, string | null>]>(
    `select ${printed(groupSheet)} from groups g where g.id = $1`,
    [groupId],
  );
  const group = Object.fromEntries(
    Object.entries(groupSheet).map(([name, { cell }]) => {
      const text = row[name] ?? null;
      return [name, cell.isList ? (text?.split("\n") ?? []) : text];
    }),
  );
  const files = groupSheets.map(({ file }) => file);
  return `${JSON.stringify({ ...FORMAT, group, files }, null, 2)}\n`;
}

const printed = (columns: Readonly<Record<string, Column>>): string =>
  Object.entries(columns)
    .map(([name, { sql }]) => `${sql} as "${name}"`)
    .join(", ");

async function writeSheet(ctx: Context, exporting: Exporting, sheet: Sheet, take: TakePiece): Promise<void> {
  const names = Object.keys(sheet.columns);
  await take(sheet.file, csvLine(names));
  const values = [exporting.groupId, ...(sheet.from.includes("$2") ? [exporting.viewerId] : [])];
  await ctx.db.query(
    `declare exported no scroll cursor for select ${printed(sheet.columns)} ${sheet.from} order by ${sheet.order}`,
    values,
  );
  for (;;) {
    const rows = await ctx.db.query<Record<string, string | null>[]>(`fetch ${ROWS_AT_ONCE} from exported`);
    if (rows.length === 0) break;
    // Before they are written: what breaks off may have been read.
    exporting.onContacts?.(contactsIn(rows, sheet, exporting));
    await take(sheet.file, rows.map((row) => csvLine(names.map((name) => row[name] ?? null))).join(""));
  }
  await ctx.db.query("close exported");
}

const contactsIn = (
  rows: readonly Readonly<Record<string, string | null>>[],
  { contactColumns = [] }: Sheet,
  { viewerId }: Exporting,
): NotedRead[] =>
  rows.flatMap((row) => {
    const columns = contactColumns.filter((name) => row[name] !== null);
    const id = columns.length > 0 ? parseGlobalId(row["person_id"] ?? "")?.id : undefined;
    return id === undefined || id === viewerId ? [] : [{ id, columns }];
  });
