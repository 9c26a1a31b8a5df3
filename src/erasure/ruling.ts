/**
 * How a table lets go of somebody. Every column of every table that could hold something of a person is ruled on; a test
 * walks the database's own catalogue and fails on one that is not (`test/erasure/every-column-is-ruled-on.test.ts`).
 */

/** Whose a column's content is, and what becomes of it. */
export type ColumnRuling =
  /** Names a person: it goes on naming the row that is left of them, which tells nobody who it was. */
  | "PERSON"
  /** Names a row that is no person, or holds one of our own words: a state, a kind, a digest of something random. */
  | "OURS"
  /** What a group says of itself and its meetings, whoever wrote it for the group. */
  | "THE_GROUPS"
  /** Words and names of somebody else, about themself or a third person. */
  | "ANOTHERS"
  /** Goes with its row. */
  | "GONE"
  /** Emptied, or put in words that tell nothing. */
  | "CLEARED";

/**
 * What is done to a table's rows. Conditions speak of the row as `t`; `$1` are the keys of everybody who is erased, `$2`
 * every address that they were known by, `$3` the present moment.
 */
export interface TableRuling {
  readonly columns: Readonly<Record<string, ColumnRuling>>;
  /** Which rows go. */
  readonly gone?: string;
  /** Which rows are emptied, and of what, one after the other; before any row goes. */
  readonly cleared?: readonly { readonly set: Readonly<Record<string, string>>; readonly where: string }[];
}

/** Tables in the order in which they let go: what others point at comes after them. */
export type Rulings = Readonly<Record<string, TableRuling>>;

/** What somebody is called who was erased. */
export const ERASED_NAME = "Somebody who left";
/** Stands where words were that no row can do without. */
export const ERASED_WORDS = "Erased.";

export const NAME_GONE = `'${ERASED_NAME}'`;
export const WORDS_GONE = `'${ERASED_WORDS}'`;

/** The row names somebody who is erased. */
export const names = (column: string): string => `t.${column} = any($1::uuid[])`;
/** The row is for an address of theirs. */
export const isFor = (column: string): string => `lower(t.${column}) = any($2::text[])`;
