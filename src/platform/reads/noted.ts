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

/**
 * Only a key is followed by a colon, and quotes inside of texts are escaped: nothing else looks like a mark. Whoever
 * compiled it has written it first, so the comma behind goes with it.
 */
const MARK = new RegExp(String.raw`"${NOTED_KEY}"\s*:\s*"([^" ]*)([^"]*)"\s*,?`, "g");
/** What follows in the same object: null or text. */
const VALUE = /\s*"([^"]*)"\s*:\s*(null|"(?:[^"\\]|\\.)*")\s*,?/y;

/** An answer as it is to be, and what it shows. */
export interface Unmarked {
  readonly text: string;
  readonly reads: readonly NotedRead[];
}

/** @param viewerId whose own row is not noted */
export function withoutMarks(marked: string, viewerId: string | null): Unmarked {
  const found = new Map<string, Set<string>>();
  const columnsOf = knownMarks();
  const text = marked.replaceAll(MARK, (mark: string, id: string, columns: string, at: number) => {
    if (id === viewerId) return "";
    for (const column of shownAt(marked, at + mark.length, columnsOf(columns))) {
      const ofRow = found.get(id) ?? new Set();
      found.set(id, ofRow.add(column));
    }
    return "";
  });
  const reads = [...found].map(([id, columns]) => ({ id, columns: [...columns].sort() }));
  return { text, reads };
}

/** What the columns of a mark are called; an answer has few marks that differ in that. */
function knownMarks(): (columns: string) => ReadonlyMap<string, string> {
  const known = new Map<string, ReadonlyMap<string, string>>();
  return (columns) => {
    const before = known.get(columns);
    if (before) return before;
    const pairs = columns.split(BETWEEN).map((pair) => pair.split(IS) as [key: string, column: string]);
    const parsed = new Map(pairs.slice(1));
    known.set(columns, parsed);
    return parsed;
  };
}

/** The columns that have a value in the object that goes on from there. */
function shownAt(marked: string, from: number, columns: ReadonlyMap<string, string>): string[] {
  const shown: string[] = [];
  VALUE.lastIndex = from;
  for (let value = VALUE.exec(marked); value; value = VALUE.exec(marked)) {
    const column = columns.get(value[1] ?? "");
    if (column !== undefined && value[2] !== "null") shown.push(column);
  }
  return shown;
}
