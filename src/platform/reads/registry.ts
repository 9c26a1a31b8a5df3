/** What has been declared, in one place: rooms only record, the engine reads it when the schema is built. */
import type { AnyArguments } from "./arguments.ts";
import type { AnyPolicy, AnyRow, Viewer } from "./policy.ts";
import type { Class } from "./reads.ts";
import type { Bind, Sql } from "./sql.ts";

/** A GraphQL type in a thunk, as type-graphql's decorators take it: a class, scalar or enum, or a list of one. */
export type TypeThunk = () => unknown;

/** Which rows of the target belong to the row that encloses them. */
export type On = (target: AnyRow, row: AnyRow, viewer: Viewer, args: AnyArguments) => Sql;

interface Described {
  readonly description?: string | undefined;
}

/** Only for whom it holds is the field answered; null for the others. Within an object that takes arguments, it has them. */
interface Gated {
  readonly when?: ((row: AnyRow, viewer: Viewer, args?: AnyArguments) => Sql) | undefined;
}

export interface ValueRead extends Described, Gated {
  readonly kind: "value";
  readonly type: TypeThunk;
  readonly sql: (row: AnyRow, viewer: Viewer, args: AnyArguments) => Sql;
  readonly args?: Class | undefined;
  readonly nullable: boolean;
}

/** One row of another type, or null. */
export interface RowRead extends Described, Gated {
  readonly kind: "one";
  readonly target: Class;
  readonly on: On;
  /** Our column that points at the target, if that is how it is found. */
  readonly key?: string | undefined;
  /** The target's column that points at us, if that is how it is found. */
  readonly foreignKey?: string | undefined;
  readonly order?: ((target: AnyRow) => Sql) | undefined;
  readonly args?: Class | undefined;
}

interface Rows extends Described, Gated {
  readonly target: Class;
  readonly on: On;
  /** The target's column that points at us: a row so reached is known to be ours. */
  readonly foreignKey?: string | undefined;
}

export interface ConnectionRead extends Rows {
  readonly kind: "connection";
}

export interface CountRead extends Rows {
  readonly kind: "count";
}

export interface ListRead extends Rows {
  readonly kind: "list";
  readonly max: number;
  readonly order: (target: AnyRow) => Sql;
}

/** A value object over the same row: some of its columns, and fields declared further. */
export interface ObjectRead extends Described, Gated {
  readonly kind: "object";
  readonly target: Class;
  /** Field of the object → property of the entity. */
  readonly columns: ReadonlyMap<string, string>;
  readonly fields: Readonly<Record<string, Read>>;
  /** Arguments of the object, which those of its fields that take none of their own are given. */
  readonly args?: Class | undefined;
  /** Whether it is noted who reads which of its columns (`noted.ts`); it may have nothing but columns of text. */
  readonly isNoted?: boolean | undefined;
}

export interface ResolvedRead extends Described {
  readonly kind: "resolved";
  readonly type: TypeThunk;
  readonly needs: readonly string[];
  readonly resolve: (columns: never, args: never, ctx: never) => unknown;
  readonly args?: Class | undefined;
  readonly nullable: boolean;
}

export type NodeRead = { readonly kind: "node" } | { readonly kind: "nodes" };

export type Read = ValueRead | RowRead | ConnectionRead | CountRead | ListRead | ObjectRead | ResolvedRead | NodeRead;

/** What was sent for one part of a filter; the engine's side of it. */
export interface FilterValue {
  /** Where it stands in the arguments, such as `filter.startsAt`, for sentences about faults. */
  readonly path: string;
  /** Whether this part of the value was sent and is not null. Each answer has its own plan. */
  given(part: string): boolean;
  /** Whether the value is true. Each answer has its own plan. */
  isTrue(): boolean;
  /** The value, or a part of it, as a parameter of that PostgreSQL type. */
  bind(type: string, part?: string, convert?: (value: never) => unknown): Bind;
  /** Refuses the whole request, before SQL. */
  refuse(message: string): never;
  /** Looks at the value of every request: what the fault of it is, or null. A fault refuses the whole request, before SQL. */
  check(fault: (value: never) => string | null): void;
  /** Whether something holds of the value. Each answer has its own plan. */
  holds(claim: (value: never) => boolean): boolean;
}

/** What was sent for the part of a filter that has this name; null if nothing was. Each answer has its own plan. */
export type FilterParts = (name: string) => FilterValue | null;

export interface Filter {
  readonly type: TypeThunk;
  readonly description?: string | undefined;
  /** The predicate; one that depends on other parts, too, asks for them. */
  readonly where: (value: FilterValue, parts: FilterParts) => Sql;
}

export type Guard = AnyPolicy | "open";

/** An order as declared: the expression alone, or with what cannot be derived. */
export interface Order {
  readonly by: Sql;
  readonly description?: string | undefined;
  /** PostgreSQL type of an expression that is no plain column; `text` if left out. */
  readonly type?: string | undefined;
  /** The part of the filter that it cannot do without. */
  readonly needs?: string | undefined;
}

/**
 * Another table whose index begins with what a filter names, and goes on in the order of the list: each run of the index
 * is walked until the page is full, however many rows the filter matches.
 */
export interface Way {
  readonly through: Class;
  /** Its column that points at the row of the list. */
  readonly key: string;
  /** Lists of what its index begins with; each combination of their items is one run. */
  readonly runs: readonly Sql[];
  /** Which of its rows are of the run with these items, as far as the index knows. */
  readonly where: (row: AnyRow, items: readonly Sql[]) => Sql;
  /** The order of a run: the same value as that of the list's row. */
  readonly by: (row: AnyRow) => Sql;
  /** The parts of the filter that its condition stands for. */
  readonly covers: readonly string[];
}

/** Rows that were found in no order: two arrays, of their keys and of the values that the list is ordered by. */
export interface Finds {
  readonly ids: Sql;
  readonly values: Sql;
  /** The parts of the filter that they fit. */
  readonly covers: readonly string[];
}

/** A quicker way to the first rows of a list, in its order; several together, if each leads to some of the rows. */
export interface Walk {
  /** An expression that is worked out once, before. */
  readonly given?: Sql;
  readonly ways: (given: Sql) => readonly (Way | Finds)[];
}

/** What connections of an entity can be ordered and filtered by, declared with it or by a room above. */
export interface Lists {
  readonly orders: (row: AnyRow, viewer: Viewer, parts: FilterParts) => Readonly<Record<string, Order>>;
  readonly filters: ((row: AnyRow, viewer: Viewer) => Readonly<Record<string, Filter>>) | null;
  /** A quicker way to the first rows of a list of all, in that order; null where there is none. */
  readonly walk: ((parts: FilterParts, order: string) => Walk | null) | null;
}

/** An entity whose rows can be read. */
export interface Known {
  readonly entity: Class;
  /** Name of its class and of its GraphQL type. */
  readonly name: string;
  readonly prefix: string | null;
  readonly visible: AnyPolicy;
  readonly guards: Readonly<Record<string, Guard>>;
  readonly strict: boolean;
  readonly description: string | null;
  readonly orders: Lists["orders"];
  readonly filters: Lists["filters"];
  readonly walk: (parts: FilterParts, order: string) => Walk | null;
  /** Declared fields by name; filled from `reads` and `hang` alike. */
  readonly fields: Map<string, Read>;
}

/** Where operations that read begin: those that are answered once, and those that are answered again after each change. */
export type RootType = "Query" | "Subscription";

export interface Hung {
  /** An entity, or the root of an operation. */
  readonly owner: Class | RootType;
  readonly fields: Readonly<Record<string, Read>>;
}

/** The key of the row that stands for another one, as an expression over that one's; null where nothing does. */
export type StandIn = (key: Sql, viewer: Viewer) => Sql | null;
/** By entity: what an id finds whose own row is out of sight. */
export const standIns = new Map<Class, StandIn>();

export const known = new Map<Class, Known>();
/** What rooms above add to the lists of an entity, whether or not it has declared its own yet. */
export const addedLists = new Map<Class, Lists[]>();
export const hung: Hung[] = [];
/** Fields of the roots that SQL answers. */
export const rootReads: Readonly<Record<RootType, Map<string, Read>>> = { Query: new Map(), Subscription: new Map() };

/** The fields of that type that SQL answers, if it is a root. */
export const rootReadsOf = (type: string): Map<string, Read> | null =>
  type === "Query" || type === "Subscription" ? rootReads[type] : null;

/** The declaration behind an entity, which must exist. */
export function knownOf(entity: Class): Known {
  const declared = known.get(entity);
  if (!declared) throw new Error(`${entity.name} declares no reads: nobody said who may see it.`);
  return declared;
}

/** Types that `node` can answer with, whether or not a field leads to them. */
export const nodeTypes = (): Class[] =>
  [...known.values()].filter(({ prefix }) => prefix !== null).map(({ entity }) => entity);
