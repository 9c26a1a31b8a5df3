import { UnreadableCsv } from "./csv-fault.ts";

/** A column of a file: what else people call it, and what it says, for the documentation. */
export interface CsvColumn {
  readonly about: string;
  readonly alsoCalled?: readonly string[];
}
export type CsvColumns = Readonly<Record<string, CsvColumn>>;

export interface Heading {
  /** For each cell of a record, the column it belongs to; null for one that we do not know. */
  readonly columns: readonly (string | null)[];
  /** Names in the file that say nothing to us. */
  readonly unknown: readonly string[];
}

/** Letter case, accents, blanks, hyphens and underscores do not matter. */
const plain = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");

/**
 * Which column is which, by the first line of a file.
 *
 * @throws UnreadableCsv if two cells claim the same column, or none is known
 */
export function matchHeading(cells: readonly string[], known: CsvColumns): Heading {
  const byName = new Map(
    Object.entries(known).flatMap(([name, { alsoCalled = [] }]) =>
      [name, ...alsoCalled].map((called) => [plain(called), name] as const),
    ),
  );
  const columns = cells.map((cell) => byName.get(plain(cell)) ?? null);
  const twice = columns.find((name, index) => name !== null && columns.indexOf(name) !== index);
  if (twice) {
    const called = cells.filter((_, index) => columns[index] === twice).map((cell) => `“${cell}”`);
    throw new UnreadableCsv(`Two columns mean ${twice}: ${called.join(" and ")}.`);
  }
  if (columns.every((name) => name === null)) {
    throw new UnreadableCsv(`The first line names no column we know. Known are: ${Object.keys(known).join(", ")}.`);
  }
  return { columns, unknown: cells.filter((cell, index) => columns[index] === null && cell.trim() !== "") };
}
