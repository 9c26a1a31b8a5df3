import { Group } from "../groups/group.entity.ts";
import { ROWS_AT_ONCE } from "../platform/bulk-rows.ts";
import type { Context } from "../platform/context.ts";
import { type CsvFault, UnreadableCsv } from "../platform/csv/csv-fault.ts";
import { CsvRow } from "../platform/csv/csv-row.ts";
import { emit } from "../platform/events.ts";
import { inTransaction } from "../platform/transaction.ts";
import { importAttendance } from "./import-attendance.ts";
import { type ImportCounts, type Importer, ImportJob, type ImportOptions, type MakeImporter } from "./import-job.ts";
import { importLeaves } from "./import-leaves.ts";
import { importMeetings } from "./import-meetings.ts";
import { importMemberships } from "./import-memberships.ts";
import { importPeople } from "./import-people.ts";
import { importPeriods } from "./import-periods.ts";
import { importRsvps } from "./import-rsvps.ts";
import { importVisitors } from "./import-visitors.ts";
import "./import.events.ts";
import { type Heading, matchHeading } from "../platform/csv/match-heading.ts";
import { type CsvRecord, readCsv } from "../platform/csv/read-csv.ts";

/** Kinds of files, in the order in which they build on each other. */
export const IMPORTERS = {
  people: importPeople,
  memberships: importMemberships,
  periods: importPeriods,
  leaves: importLeaves,
  visitors: importVisitors,
  meetings: importMeetings,
  rsvps: importRsvps,
  attendance: importAttendance,
} as const satisfies Record<string, MakeImporter>;

export type ImportKind = keyof typeof IMPORTERS;

export interface ImportRequest extends ImportOptions {
  readonly kind: ImportKind;
  readonly path: string;
  readonly groupId: string;
  /** Told after each batch how many bytes of the file were read in all. */
  readonly tellBytes?: (bytes: number) => void;
}

export interface ImportReport {
  readonly counts: Readonly<ImportCounts>;
  /** What is no fault, each with how many lines it concerns. */
  readonly notes: ReadonlyMap<string, number>;
  /** Columns that say nothing to us, and were left out. */
  readonly unknownColumns: readonly string[];
}

/** Faults that are remembered of one file; the others are counted. */
const FAULTS_KEPT_MAX = 1_000;

/** Nothing of the file was kept. Holds its first 1,000 faults, in the order of the lines, and how many there are. */
export class FaultyFile extends Error {
  constructor(
    readonly faults: readonly CsvFault[],
    readonly count: number,
  ) {
    super(`${count} faults`);
    this.name = "FaultyFile";
  }
}

/**
 * Brings in one file: all of it, or nothing if a single line is at fault, and every fault is found. The same file
 * again changes nothing. Two imports into one group go one after the other.
 *
 * @throws UnreadableCsv for a file that is none of its kind, FaultyFile for lines at fault
 */
export function importFile(ctx: Context, request: ImportRequest): Promise<ImportReport> {
  // Begun again from the first line if the database asks for it, so nothing outside remembers a run.
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`import ${request.groupId}`]);
    const group = await ctx.db.findOneByOrFail(Group, { id: request.groupId });
    const job = new ImportJob(group, request.organiser?.personId ?? (await ownerOf(ctx, group)), request);
    const unknownColumns = await takeAll(ctx, job, request);
    const { created, updated } = job.counts;
    if (created + updated > 0) {
      await emit(ctx, { name: "import.done", groupId: group.id, kind: request.kind, created, updated });
    }
    return { counts: job.counts, notes: job.notes, unknownColumns };
  });
}

async function takeAll(
  ctx: Context,
  job: ImportJob,
  { kind, path, tellBytes }: ImportRequest,
): Promise<readonly string[]> {
  const importer: Importer = IMPORTERS[kind]();
  const faults: CsvFault[] = [];
  let faultCount = 0;
  let heading: Heading | null = null;
  let batch: CsvRow[] = [];
  let bytes = 0;
  const flush = async () => {
    const good = batch.filter((row) => row.isGood);
    if (good.length > 0) await importer.take(ctx, job, good);
    const found = batch.flatMap(({ line, faults }) => faults.map((reason) => ({ line, reason })));
    faultCount += found.length;
    faults.push(...found.slice(0, FAULTS_KEPT_MAX - faults.length));
    tellBytes?.(bytes);
    batch = [];
  };
  for await (const record of readCsv(path, (read) => (bytes += read))) {
    if (heading) batch.push(rowOf(record, heading));
    else heading = headingOf(record, importer);
    if (batch.length === ROWS_AT_ONCE) await flush();
  }
  if (!heading) throw new UnreadableCsv("The file is empty.");
  await flush();
  if (faultCount > 0) throw new FaultyFile(faults, faultCount);
  await importer.finish?.(ctx, job);
  return heading.unknown;
}

function headingOf({ cells }: CsvRecord, { columns, required }: Importer): Heading {
  const heading = matchHeading(cells, columns);
  const missing = required.find((some) => !some.some((name) => heading.columns.includes(name)));
  if (missing) throw new UnreadableCsv(`The first line names no column ${missing.join(" or ")}.`);
  return heading;
}

function rowOf({ line, cells }: CsvRecord, { columns }: Heading): CsvRow {
  const named = columns.flatMap((name, index) => (name === null ? [] : [[name, cells[index] ?? ""] as const]));
  const row = new CsvRow(line, new Map(named));
  const more = cells.slice(columns.length).some((cell) => cell.trim() !== "");
  if (more) row.fault(`has ${cells.length} cells, the first line only ${columns.length}: is a quote missing?`);
  if (cells.length < columns.length) row.fault(`has ${cells.length} of ${columns.length} cells`);
  return row;
}

async function ownerOf(ctx: Context, group: Group): Promise<string> {
  const [owner] = await ctx.db.query<[{ person_id: string }]>(
    `select person_id from memberships where group_id = $1 and role = 'OWNER' and status in ('TRIAL', 'ACTIVE', 'GRACE')
      order by joined_at, id limit 1`,
    [group.id],
  );
  return owner.person_id;
}
