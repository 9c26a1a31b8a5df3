import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import { mayOrganise } from "../groups/group.policy.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { UnreadableCsv } from "../platform/csv/csv-fault.ts";
import { globalId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { GroupImport, GroupImportStatus } from "./group-import.entity.ts";
import { FaultyFile, type ImportKind, type ImportReport, importFile } from "./import-file.ts";
import { ImportPiece } from "./import-piece.entity.ts";
import { FAULTS_TOLD_MAX, type GroupImportReport } from "./import-report.ts";

/** How long a file that was found good waits for a yes. */
const KEPT_HOURS = 24;
const HOUR_MS = 3_600_000;
/** Bytes between two notes of how far a file is. */
const TELL_EVERY_BYTES = 262_144;

const { UPLOADED, CHECKED, CONFIRMED, DONE, REFUSED } = GroupImportStatus;

/** Tries an uploaded file, or brings in a confirmed one, as its organiser; does nothing for one that is past that. */
export async function runImport(ctx: Context, importId: string, phase: "UPLOADED" | "CONFIRMED"): Promise<void> {
  const found = await ctx.db.findOneBy(GroupImport, { id: importId, status: GroupImportStatus[phase] });
  if (!found) return;
  const folder = await mkdtemp(join(tmpdir(), "wellmet-import-"));
  try {
    const path = join(folder, "file.csv");
    await writePieces(ctx, importId, path);
    await work(ctx, found, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writePieces(ctx: Context, importId: string, path: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for (let position = 0; ; position++) {
      const piece = await ctx.db.findOneBy(ImportPiece, { importId, position });
      if (!piece) break;
      await file.write(piece.bytes);
    }
  } finally {
    await file.close();
  }
}

/** Ends a dry run: all that it wrote is rolled back. */
class DryRunEnds extends Error {
  constructor(readonly report: ImportReport) {
    super("a dry run ends");
  }
}

async function work(ctx: Context, found: GroupImport, path: string): Promise<void> {
  const tellBytes = progressOf(ctx, found.id);
  try {
    // The organiser acts, although a job does the work.
    await inTransaction({ ...ctx, viewerId: found.begunById }, async (ctx) => {
      const organiser = await standingIn(ctx, found.groupId, found.begunById);
      const group = await ctx.db.findOneByOrFail(Group, { id: found.groupId });
      if (!organiser || !mayOrganise(organiser))
        throw new UnreadableCsv("Whoever uploaded it no longer runs the group.");
      if (group.archivedAt) throw new UnreadableCsv("The group is archived.");
      const kind = found.fileKind as ImportKind;
      const { groupId, submitRolls } = found;
      const report = await importFile(ctx, { kind, path, groupId, submitRolls, organiser, tellBytes });
      if (found.status === UPLOADED) throw new DryRunEnds(report);
      const { created, updated } = report.counts;
      await writeAuditEntry(ctx, {
        groupId,
        action: "confirmImport",
        objectId: globalId("imp", found.id),
        after: { kind, created, updated },
      });
      // Another run of the same job may have been quicker; then this one never was.
      await turn(ctx, found, DONE, reportOf(report));
    });
  } catch (error) {
    if (error instanceof DryRunEnds) await turn(ctx, found, CHECKED, reportOf(error.report));
    else if (error instanceof FaultyFile) await turn(ctx, found, REFUSED, faultsOf(error.faults, error.count));
    else if (error instanceof UnreadableCsv) {
      await turn(ctx, found, REFUSED, faultsOf([{ line: null, reason: error.message }], 1));
    } else if (!(error instanceof AlreadyTurned)) throw error;
  }
}

class AlreadyTurned extends Error {}

/** Moves it on from where this run found it; what is over needs its file no more. */
async function turn(
  ctx: Context,
  found: GroupImport,
  status: GroupImportStatus,
  report: GroupImportReport,
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now();
    const isOver = status !== CHECKED;
    const { affected } = await ctx.db.update(
      GroupImport,
      { id: found.id, status: found.status },
      {
        status,
        report,
        readBytes: found.sizeBytes,
        finishedAt: isOver ? now : null,
        ...(isOver ? {} : { expiresAt: new Date(now.getTime() + KEPT_HOURS * HOUR_MS) }),
      },
    );
    if (affected === 0) {
      if (found.status === CONFIRMED) throw new AlreadyTurned();
      return;
    }
    if (isOver) await ctx.db.delete(ImportPiece, { importId: found.id });
  });
}

/** Notes now and then how far it is, beside the transaction of the work, so that others can see it. */
function progressOf(ctx: Context, importId: string): (bytes: number) => void {
  let told = 0;
  return (bytes) => {
    if (bytes - told < TELL_EVERY_BYTES) return;
    told = bytes;
    void ctx.db.update(GroupImport, importId, { readBytes: bytes }).catch(() => undefined);
  };
}

const reportOf = ({ counts, notes, unknownColumns }: ImportReport): GroupImportReport => ({
  counts,
  faults: [],
  faultCount: 0,
  notes: [...notes].map(([remark, lines]) => ({ remark, lines })),
  unknownColumns,
});

const faultsOf = (faults: GroupImportReport["faults"], faultCount: number): GroupImportReport => ({
  counts: null,
  faults: faults.slice(0, FAULTS_TOLD_MAX),
  faultCount,
  notes: [],
  unknownColumns: [],
});
