/** Copies of exported folders in which something was changed by hand. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { csvLine, rearmed } from "../../src/platform/csv/write-csv.ts";

/** A line of a table by the names of its columns. */
export type Told = Record<string, string>;

/** A copy of a folder, to be changed. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), "wellmet-spoiled-"));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Writes one table of a folder anew. */
export function changeTable(folder: string, file: string, change: (lines: Told[]) => Told[]): void {
  const path = join(folder, file);
  const [names = [], ...records]: string[][] = parse(readFileSync(path, "utf8"));
  const lines = records.map((cells) => Object.fromEntries(names.map((name, n) => [name, rearmed(cells[n] ?? "")])));
  const written = change(lines).map((line) => csvLine(names.map((name) => line[name] ?? null)));
  writeFileSync(path, [csvLine(names), ...written].join(""));
}

/** Says in `group.json` which tables there are. */
export function changeFiles(folder: string, change: (files: string[]) => unknown): void {
  const path = join(folder, "group.json");
  const told = JSON.parse(readFileSync(path, "utf8")) as { files: string[] };
  writeFileSync(path, JSON.stringify({ ...told, files: change(told.files) }));
}

export const dropFile = (folder: string, file: string): void => rmSync(join(folder, file));
