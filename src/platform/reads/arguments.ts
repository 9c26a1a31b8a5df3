/** The arguments of a field, as the SQL of its declaration sees them. */
import type { Class } from "./reads.ts";
import type { Sql } from "./sql.ts";

type Leaf = string | number | boolean | Date | readonly unknown[];

/** A parameter, or the fields of a nested input object. */
type Argument<T> = NonNullable<T> extends Leaf ? Sql : Arguments<NonNullable<T>>;

/**
 * Values are parameters (`a.hours`), NULL where nothing was sent; fields of input objects are reached by
 * name (`a.by.slug`). A declaration may write another statement for what was sent: `a.by.given("id")`.
 * Global ids are decoded only where it is said whose they are: `a.by.idOf(Group, "id")`.
 */
export type Arguments<X> = { readonly [K in keyof X]-?: Argument<X[K]> } & {
  /** Whether this argument was sent and is not null. Each answer has its own plan. */
  given(name: keyof X & string): boolean;
  /** The primary key behind a global id; NULL if it is malformed or of another type. */
  idOf(entity: Class, name: keyof X & string): Sql;
  /** The primary keys behind a list of global ids; those of another type are left out. */
  idsOf(entity: Class, name: keyof X & string): Sql;
};

/** A declaration's arguments are known to it, not to the engine. */
export type AnyArguments = unknown;
