/** Exports and takes in groups in folders that a test made. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { RefusedGroup } from "../../src/transfers/refused-group.ts";
import { restoreGroup } from "../../src/transfers/restore-group.ts";
import { writeGroup } from "../../src/transfers/write-group.ts";
import { testJobs } from "./jobs.ts";
import { fixedClock } from "./start-api.ts";

/** Writes a group out; the folder. */
export async function exported(db: DataSource, groupId: string, viewerId: string | null = null): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "wellmet-export-"));
  const { ctx } = testJobs(db.manager, { clock: fixedClock() });
  await writeGroup(ctx, { groupId, viewerId }, async (file, text) => appendFileSync(join(folder, file), text));
  return folder;
}

/** Takes a folder in; why not, if it was refused. */
export async function restored(db: DataSource, folder: string, slug?: string): Promise<readonly string[]> {
  const { ctx } = testJobs(db.manager, { clock: fixedClock() });
  try {
    await restoreGroup(ctx, { folder, slug });
    return [];
  } catch (error) {
    if (error instanceof RefusedGroup) return error.reasons;
    throw error;
  }
}

/** Every file of a folder by its name. */
export const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), "utf8")]),
  );
