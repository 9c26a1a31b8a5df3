/**
 * Objects whose reads are noted: of whose row each was, and which of its values were there to be read. Such an object
 * carries the key of its row and what its columns are called, first of all; that is taken out of the answer again. So what
 * is noted is what was answered, however deep it stood, whoever wrote it, and whichever policy let it through.
 */
import type { Context } from "../context.ts";

/** The key under which an object carries it: no name that GraphQL knows. */
export const NOTED_KEY = "~r";
/** Between the key of the row, and the columns by what they are called in the answer: `id key=column key=column`. */
const [BETWEEN, IS] = [" ", "="] as const;

/** What was read of one row. */
export interface NotedRead {
  /** Primary key. */
  readonly id: string;
  /** Properties of the entity, in the order of their names. */
  readonly columns: readonly string[];
}

/** Told of what an answer has shown, once for each row; never of what is the viewer's own. */
export type OnNoted = (ctx: Context, reads: readonly NotedRead[]) => void;

/** What stands behind the key of the row. */
export const notedColumns = (columns: readonly (readonly [key: string, column: string])[]): string =>
  columns.map(([key, column]) => `${BETWEEN}${key}${IS}${column}`).join("");

/** Only a key is followed by a colon, and quotes inside of texts are escaped; values are null or text, in no object of their own. */
const NOTED = new RegExp(
  String.raw`\{\s*"${NOTED_KEY}"\s*:\s*"([^"]*)"((?:\s*,\s*"[^"]*"\s*:\s*(?:null|"(?:[^"\\]|\\.)*"))*)\s*\}`,
  "g",
);

/** An answer as it is to be, and what it shows. */
export interface Unmarked {
  readonly text: string;
  readonly reads: readonly NotedRead[];
}

/** @param viewerId whose own row is not noted */
export function withoutMarks(marked: string, viewerId: string | null): Unmarked {
  const found = new Map<string, Set<string>>();
  const text = marked.replaceAll(NOTED, (_whole, mark: string, rest: string) => {
    const object = `{${rest.replace(",", "")}}`;
    const [id = "", ...columns] = mark.split(BETWEEN);
    if (id === viewerId || columns.length === 0) return object;
    const values = JSON.parse(object) as Record<string, unknown>;
    const shown = columns.map((column) => column.split(IS)).filter(([key = ""]) => values[key] !== null);
    const ofRow = found.get(id) ?? new Set<string>();
    for (const [, column = ""] of shown) found.set(id, ofRow.add(column));
    return object;
  });
  const reads = [...found].map(([id, columns]) => ({ id, columns: [...columns].sort() }));
  return { text, reads };
}
