import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FORMAT, GROUP_FILE, groupSheets } from "./group-sheets.ts";
import { RefusedGroup } from "./refused-group.ts";
import type { Sheet } from "./sheet.ts";

/** What `group.json` says. */
export interface GroupFile {
  /** Of the group itself, by the names of `groupSheet`. */
  readonly told: Readonly<Record<string, unknown>>;
  /** The tables beside it, in the order in which they build on each other. */
  readonly sheets: readonly Sheet[];
}

const refused = (why: string): RefusedGroup => new RefusedGroup([`${GROUP_FILE}: ${why}`]);

/**
 * Reads the file that describes an exported group.
 *
 * @throws RefusedGroup if it is none, or one that cannot be read here
 */
export async function readGroupFile(folder: string): Promise<GroupFile> {
  const text = await readFile(join(folder, GROUP_FILE), "utf8").catch(() => {
    throw refused("cannot be read.");
  });
  let file: Partial<Record<string, unknown>> | null;
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    throw refused("is no JSON.");
  }
  if (file?.["format"] !== FORMAT.format) throw refused("is not the file of an exported group.");
  if (file["version"] !== FORMAT.version) throw refused("was written by another version, which cannot be read here.");
  const group = file["group"];
  if (typeof group !== "object" || group === null) throw refused("says nothing of a group.");
  return { told: group as Record<string, unknown>, sheets: sheetsNamed(file["files"]) };
}

/** The tables that the export has: all that we know, but for those that came later than it was written. */
function sheetsNamed(files: unknown): Sheet[] {
  if (!Array.isArray(files)) throw refused("does not say in `files` which tables there are.");
  const names = new Set(files.map(String));
  const missing = groupSheets.filter(({ file, cameLater }) => !names.has(file) && !cameLater);
  const unknown = [...names].filter((name) => groupSheets.every(({ file }) => file !== name));
  const reasons = [
    ...missing.map(({ file }) => `${GROUP_FILE}: \`files\` lacks ${file}.`),
    ...unknown.map((name) => `${GROUP_FILE}: ${name} is a table that cannot be read here.`),
  ];
  if (reasons.length > 0) throw new RefusedGroup(reasons);
  return groupSheets.filter(({ file }) => names.has(file));
}

/** A value of the JSON as a cell has it: lists one value a line. */
export function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join("\n");
  return typeof value === "string" && value !== "" ? value : null;
}
