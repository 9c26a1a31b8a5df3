/** What a `*.policy.ts` is written in: pure functions of a row and a viewer that answer with a predicate. */
import type { Class } from "./reads.ts";
import type { Sql } from "./sql.ts";

/** The columns of an entity as expressions, under their property names. */
export type Row<E> = {
  // biome-ignore lint/suspicious/noExplicitAny: methods of any shape are no columns
  readonly [K in keyof E as E[K] extends (...args: any[]) => unknown ? never : K]-?: Sql;
};

/** A row whose entity is not known to the compiler. */
export type AnyRow = Readonly<Record<string, Sql>>;

/**
 * Looked up by key for each row that is asked about. PostgreSQL may otherwise read a whole table to answer for many rows
 * at once, also where a list ends at the first of them.
 */
type HowToLook = "row by row";

/** The one who asks, as predicates see them. */
export interface Viewer {
  /** Known while the statement is compiled: branches that need somebody vanish from its text. */
  readonly anonymous: boolean;
  /**
   * Known while the statement is compiled: a service asks, with a key that has scopes. It is anonymous, and so sees what
   * everybody sees; what it may see beside that each policy says by `serves`.
   */
  readonly service: boolean;
  /** The service's key covers that group, and has one of these scopes, or any if none is named. False for all others. */
  serves(groupId: Sql, ...scopes: readonly string[]): Sql;
  /**
   * Known while the statement is compiled: an app asks for the viewer, whose sight it has. What other people show is
   * shown to it only as far as a policy says so.
   */
  readonly app: boolean;
  /** Whether the viewer is somebody there at all: an app sees nothing of its member in groups that they did not choose for it. */
  reaches(groupId: Sql): Sql;
  /** That door itself asks, which else is nobody. False for all others, known while the statement is compiled. */
  isDoor(doorId: Sql): Sql;
  /** Primary key of the viewer's person; equal to nothing for an anonymous one. */
  readonly id: Sql;
  /** The request's instant, from its clock. */
  readonly now: Sql;
  /**
   * Whether that row of another type is within sight: its own policy, never repeated by hand. Where `certain` holds it
   * is without a look at it: for conditions from which that very policy follows, whatever else is in the row.
   */
  sees(target: Class, key: Sql, certain?: Sql): Sql;
  /** A condition on the row that `key` points at: that row itself where it encloses this one, else EXISTS. */
  via<T extends object>(target: Class<T>, key: Sql, condition: (row: Row<T>) => Sql): Sql;
  /** `value` is in a set that depends on the viewer alone, computed once a statement. Always false for anonymous ones. */
  in<T extends object>(value: Sql, of: Class<T>, pick: (row: Row<T>) => Sql, where: (row: Row<T>) => Sql): Sql;
  /** Whether such a row exists, seen or not: policies must know of rows that the viewer does not. */
  exists<T extends object>(of: Class<T>, where: (row: Row<T>) => Sql, how?: HowToLook): Sql;
  /**
   * What many guards of one row ask, computed once for the row and not once a field. `name` tells such
   * expressions of one type apart; `wanted` says for which rows the guard looks at the answer at all. Of any other row
   * than the one at hand it is simply written out.
   */
  once<E>(row: Row<E>, name: string, expression: () => Sql, wanted?: Sql): Sql;
  /** The least value of a column among such rows, seen or not; NULL if there are none. */
  least<T extends object>(of: Class<T>, pick: (row: Row<T>) => Sql, where: (row: Row<T>) => Sql): Sql;
  /** How many such rows exist, seen or not. A field that counts what is visible is `t.count`. */
  count<T extends object>(of: Class<T>, where: (row: Row<T>) => Sql): Sql;
}

/** Who may see a row, or a part of it. */
export type Policy<E> = (row: Row<E>, viewer: Viewer) => Sql;
export type AnyPolicy = (row: AnyRow, viewer: Viewer) => Sql;
