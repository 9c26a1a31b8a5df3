import { copyRows } from "../platform/copy-rows.ts";
import type { Class } from "../platform/reads/reads.ts";
import type { Cell } from "./cell.ts";
import type { Restoring } from "./restoring.ts";

/** A column of an exported file. */
export interface Column {
  readonly about: string;
  readonly cell: Cell;
  /** SQL that prints the value, in terms of the sheet's `from`. */
  readonly sql: string;
  /** Property of the entity that holds it; null if it is no plain column of a table. */
  readonly property: string | null;
  /** Whether the cell is never empty. */
  readonly isRequired?: true;
}

/** What the cells of one line say, by column; null for an empty one. */
export type Values = Readonly<Record<string, unknown>>;

/** A line of a file whose cells could be read. */
export interface Line {
  /** Line on which it begins; the heading is line 1. */
  readonly number: number;
  readonly values: Values;
  /** Notes what is wrong with it. */
  readonly fault: (reason: string) => void;
}

/** One file of an export: how it is written, and how it is taken back. */
export interface Sheet {
  /** Its name, such as `people.csv`. */
  readonly file: string;
  readonly about: string;
  /** Exports from before there was such a file lack it, and are taken in all the same. */
  readonly cameLater?: true;
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns with details of the person whom the line is about, which that person is told were read. */
  readonly contactColumns?: readonly string[];
  /** What stands behind `select …`, up to the order. `$1` is the group, `$2` the organiser who asks, or null. */
  readonly from: string;
  /** A total order that a copy of the group has, too. */
  readonly order: string;
  /** Writes the lines of the file, some at once. */
  readonly write: Write;
}

type Write = (run: Restoring, lines: readonly Line[]) => Promise<void>;

/** A column that may be empty. */
export const column = (cell: Cell, value: string, about: string): Column => ({
  cell,
  sql: cell.print(value),
  property: propertyOf(value),
  about,
});

/** A column that is never empty. */
export const required = (cell: Cell, value: string, about: string): Column => ({
  ...column(cell, value, about),
  isRequired: true,
});

/** `m.joined_at` is kept in `joinedAt`. */
function propertyOf(value: string): string | null {
  const name = /^\w+\.(\w+)$/.exec(value)?.[1];
  return name === undefined ? null : camelCase(name);
}

export const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** One row for each line: what its plain columns say, and what `others` adds. */
export const copying =
  <E extends object>(
    entity: Class<E>,
    columns: Sheet["columns"],
    others: (values: Values, run: Restoring) => Partial<E> = () => ({}),
  ): Write =>
  async (run, lines) => {
    const kept = keptIn(columns);
    await copyRows(
      run.ctx.db,
      entity,
      lines.map(({ values }) => Object.assign(rowOf(kept, values), others(values, run)) as Partial<E>),
    );
  };

type Kept = readonly (readonly [name: string, property: string])[];

const keptIn = (columns: Sheet["columns"]): Kept =>
  Object.entries(columns).flatMap(([name, { property }]) => (property === null ? [] : [[name, property] as const]));

function rowOf(kept: Kept, values: Values): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [name, property] of kept) row[property] = values[name];
  return row;
}

/** What the plain columns of a line say, by property. */
export const plain = (columns: Sheet["columns"], values: Values): Record<string, unknown> =>
  rowOf(keptIn(columns), values);
