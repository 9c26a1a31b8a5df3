/**
 * How a room says what can be read. Calls only record, so the order of modules never matters;
 * `readResolvers()` makes GraphQL fields of the records just before the schema is built.
 */
import { Int } from "type-graphql";
import type { Arguments } from "./arguments.ts";
import { columnOf } from "./columns.ts";
import type { AnyPolicy, AnyRow, Policy, Row, Viewer } from "./policy.ts";
import type { Class } from "./reads.ts";
import {
  addedLists,
  type Filter,
  type FilterParts,
  hung,
  known,
  type Lists,
  type On,
  type Order,
  type Read,
  type StandIn,
  standIns,
  type TypeThunk,
  type Walk,
} from "./registry.ts";
import { and, eq, Sql, TRUE } from "./sql.ts";

interface Described {
  readonly description: string;
}
type Documented = Partial<Described>;

interface Gate<E> {
  /** Who may see this field of a visible row; the field is then nullable, and null for the others. */
  readonly when?: Policy<E>;
}

interface Condition<T, E> {
  /** Narrows the rows further; sees guarded columns as the viewer does. */
  readonly where?: (target: Row<T>, row: Row<E>, viewer: Viewer) => Sql;
}

/** The target's column that points at us, or a condition that ties the two. */
type Tie<T, E> = (keyof T & string) | ((target: Row<T>, row: Row<E>, viewer: Viewer) => Sql);

/** What was sent to a connection, as far as a condition may depend on it. */
interface ListArguments {
  readonly filter: { given(name: string): boolean };
}

type Declared = Readonly<Record<string, Read>>;

interface PartOptions<E extends object> {
  readonly fields?: (t: Builder<E>) => Declared;
  readonly isNoted?: boolean;
}

/** The kinds of field that SQL can answer. `E` is the entity whose row a field is read from. */
export class Builder<E extends object> {
  /** A computed scalar, enum, or list of them; non-null unless `when` or `nullable` says otherwise. */
  value<X extends object>(
    type: TypeThunk,
    expression: (row: Row<E>, viewer: Viewer, args: Arguments<X>) => Sql,
    options: Described & Gate<E> & { readonly nullable?: boolean; readonly args?: Class<X> },
  ): Read {
    const { when, nullable, ...rest } = options;
    return { kind: "value", type, sql: expression as never, when: erased(when), nullable: nullable ?? !!when, ...rest };
  }

  int(
    expression: (row: Row<E>, viewer: Viewer) => Sql,
    options: Described & Gate<E> & { readonly nullable?: boolean },
  ): Read {
    return this.value(() => Int, expression, options);
  }

  bool(
    expression: (row: Row<E>, viewer: Viewer) => Sql,
    options: Described & Gate<E> & { readonly nullable?: boolean },
  ): Read {
    return this.value(() => Boolean, expression, options);
  }

  /** The row that a column of ours points at; non-null exactly if the column is and our own policy asks that it be seen. */
  one<T extends object>(target: Class<T>, key: keyof E & string, options: Documented & Gate<E> = {}): Read {
    const { when, ...rest } = options;
    const on: On = (theirs, ours) => eq(columnOf(theirs, "id"), columnOf(ours, key));
    return { kind: "one", target, key, on, when: erased(when), ...rest };
  }

  /**
   * The first row that is tied to ours, or that satisfies a condition, in that order; null if there is none within
   * sight. Tied by a column, it is known to be ours: what is certain of our row need not be asked of it again.
   */
  first<T extends object, X extends object>(
    target: Class<T>,
    tie: (keyof T & string) | ((target: Row<T>, row: Row<E>, viewer: Viewer, args: Arguments<X>) => Sql),
    options: Described &
      Gate<E> &
      Condition<T, E> & { readonly order?: (target: Row<T>) => Sql; readonly args?: Class<X> },
  ): Read {
    const { when, where, order, ...rest } = options;
    return { kind: "one", target, ...tied(tie, where), order: order as never, when: erased(when), ...rest };
  }

  /** A connection of rows tied to ours, with its four arguments, `orderBy`, `filter`, `pageInfo` and `totalCount`. */
  connection<T extends object>(
    target: Class<T>,
    tie: Tie<T, E>,
    options: Documented & Gate<E> & Condition<T, E> = {},
  ): Read {
    const { when, where, ...rest } = options;
    return { kind: "connection", target, ...tied(tie, where), when: erased(when), ...rest };
  }

  /** A connection of every visible row, or of those that satisfy a condition; it may ask `args.filter.given("groups")`. */
  all<T extends object>(
    target: Class<T>,
    options: Documented & {
      readonly where?: (target: Row<T>, viewer: Viewer, args: ListArguments) => Sql;
      readonly when?: (viewer: Viewer) => Sql;
    } = {},
  ): Read {
    const { where, when, ...rest } = options;
    const on: On = (theirs, _ours, viewer, args) =>
      where ? where(theirs as Row<T>, viewer, args as ListArguments) : TRUE;
    return { kind: "connection", target, on, when: when && ((_row, viewer) => when(viewer)), ...rest };
  }

  /** How many rows tied to ours the viewer may see. */
  count<T extends object>(
    target: Class<T>,
    tie: Tie<T, E>,
    options: Documented & Gate<E> & Condition<T, E> = {},
  ): Read {
    const { when, where, ...rest } = options;
    return { kind: "count", target, ...tied(tie, where), when: erased(when), ...rest };
  }

  /** A short list of visible rows tied to ours, cut at a stated maximum. */
  list<T extends object>(
    target: Class<T>,
    tie: Tie<T, E>,
    options: Documented & Gate<E> & Condition<T, E> & { readonly max: number; readonly order: (target: Row<T>) => Sql },
  ): Read {
    const { when, where, order, ...rest } = options;
    return { kind: "list", target, ...tied(tie, where), when: erased(when), order: order as never, ...rest };
  }

  /**
   * Columns of this row behind one object, each obeying its guard; nullable if a policy is given.
   * `{ city: "placeCity" }` renames. More fields may be declared on the same row. What `isNoted` has columns of text
   * alone, and whoever runs the reads is told which of them were shown, of whose row.
   */
  part<T extends object>(
    target: Class<T>,
    policy: Policy<E> | null,
    columns: readonly (keyof T & keyof E & string)[] | { readonly [K in keyof T & string]?: keyof E & string },
    more: ((t: Builder<E>) => Declared) | (Documented & PartOptions<E>) = {},
  ): Read {
    const options: Partial<Described> & PartOptions<E> = typeof more === "function" ? { fields: more } : more;
    const { fields, description, isNoted } = options;
    const pairs = Array.isArray(columns)
      ? columns.map((name: string) => [name, name] as const)
      : Object.entries<string>(columns as never);
    return {
      kind: "object",
      target,
      columns: new Map(pairs),
      fields: fields ? fields(this) : {},
      when: erased(policy ?? undefined),
      description,
      isNoted,
    };
  }

  /** A value object whose fields are SQL over this row; with `args`, its computed fields are given the object's arguments. */
  object<T extends object>(
    target: Class<T>,
    options: Documented & Gate<E> & { readonly fields: (t: Builder<E>) => Declared; readonly args?: Class },
  ): Read {
    const { when, fields, ...rest } = options;
    return { kind: "object", target, columns: new Map(), fields: fields(this), when: erased(when), ...rest };
  }

  /**
   * What SQL cannot say: computed in TypeScript from columns of the row, as the viewer sees them. What it answers with
   * may be entities, or references to them: they are read as the viewer may see them, by one statement for all rows of
   * a page, which is one more than other fields need.
   */
  resolved<K extends keyof E & string, X extends object>(
    type: TypeThunk,
    needs: readonly K[],
    resolve: (columns: Pick<E, K>, args: X, ctx: never) => unknown,
    options: Described & { readonly nullable?: boolean; readonly args?: Class<X> },
  ): Read {
    const { nullable = false, ...rest } = options;
    return { kind: "resolved", type, needs, resolve: resolve, nullable, ...rest };
  }

  /** `node(id:)`: any row of a type with a prefix, by that type's own policy. */
  node(): Read {
    return { kind: "node" };
  }

  /** `nodes(ids:)`: at most `NODES_MAX`, in the order asked for, null for what cannot be seen. */
  nodes(): Read {
    return { kind: "nodes" };
  }
}

export interface Declaration<E extends object> {
  /** Three or four letters before every global id; without one the type is no `Node`. */
  readonly prefix?: string;
  /** Which rows the viewer may see. There is no other way to the table. */
  readonly visible: Policy<E>;
  /** Columns that only some may see: null for the others, in filters and orders too. `"open"` says so on purpose. */
  readonly guards?: { readonly [K in keyof E]?: Policy<E> | "open" };
  /**
   * What connections can be ordered by; the first is the default. NOT NULL, and indexed (text: `collate "C"`). An order
   * by something that the filter names (`parts("near")`) says so in `needs`.
   */
  readonly orders?: (row: Row<E>, viewer: Viewer, parts: FilterParts) => Readonly<Record<string, Sql | Order>>;
  /** What connections can be filtered by. */
  readonly filters?: (row: Row<E>, viewer: Viewer) => Readonly<Record<string, Filter>>;
  /** Another table that leads to the first rows of a list of all, in that order, for what the filter names. */
  readonly walk?: (parts: FilterParts, order: string) => Walk | null;
  readonly fields?: (t: Builder<E>) => Declared;
  /** Requires a guard, or the word "open", for each column that GraphQL shows. */
  readonly strict?: boolean;
  /** What one is, in the plural, for the descriptions of made types: "meetings". */
  readonly description?: string;
}

/** Declares who may see the rows of an entity, and what can be read of them. Once an entity. */
export function reads<E extends object>(entity: Class<E>, declaration: Declaration<E>): void {
  if (known.has(entity)) throw new Error(`${entity.name} declares its reads twice.`);
  const { prefix, visible, guards = {}, orders, filters, walk, fields, strict = false, description } = declaration;
  const own = listsOf<E>({ orders, filters, walk });
  const all = (): Lists[] => [own, ...(addedLists.get(entity) ?? [])];
  known.set(entity, {
    entity,
    name: entity.name,
    prefix: prefix ?? null,
    visible: visible as AnyPolicy,
    guards: guards,
    strict,
    description: description ?? null,
    orders: (row, viewer, parts) => united(all().map((lists) => lists.orders(row, viewer, parts))),
    get filters() {
      const parts = all().flatMap((lists) => lists.filters ?? []);
      return parts.length === 0
        ? null
        : (row: AnyRow, viewer: Viewer) => united(parts.map((part) => part(row, viewer)));
    },
    walk(parts, order) {
      for (const lists of all()) {
        const walk = lists.walk?.(parts, order);
        if (walk) return walk;
      }
      return null;
    },
    fields: new Map(),
  });
  if (fields) hung.push({ owner: entity, fields: fields(new Builder<E>()) });
}

/** Adds fields to a type of a lower room, which never learns of it. */
export function hang<E extends object>(entity: Class<E>, fields: (t: Builder<E>) => Declared): void {
  hung.push({ owner: entity, fields: fields(new Builder<E>()) });
}

/** Adds orders and filters to the lists of a type of a lower room, which never learns of them. */
export function hangLists<E extends object>(
  entity: Class<E>,
  lists: Pick<Declaration<E>, "orders" | "filters" | "walk">,
): void {
  addedLists.set(entity, [...(addedLists.get(entity) ?? []), listsOf(lists)]);
}

/**
 * Says which row stands for another one of the same entity: ids of rows that are out of the viewer's sight then find it,
 * in `node`, `nodes` and acts, by its own policy.
 */
export function standIn(entity: Class, key: StandIn): void {
  if (standIns.has(entity)) throw new Error(`${entity.name} has two stand-ins.`);
  standIns.set(entity, key);
}

/** Adds fields to Query. */
export function queries(fields: (t: Builder<Record<never, never>>) => Declared): void {
  hung.push({ owner: "Query", fields: fields(new Builder<Record<never, never>>()) });
}

/**
 * Adds fields to Subscription. They are read as those of Query are, and again when something happens to what the operation
 * names by a global id: what is sent is how it stands, as its viewer may see it, so nothing can be missed or come twice.
 */
export function subscriptions(fields: (t: Builder<Record<never, never>>) => Declared): void {
  hung.push({ owner: "Subscription", fields: fields(new Builder<Record<never, never>>()) });
}

const listsOf = <E extends object>({
  orders,
  filters,
  walk,
}: {
  readonly [K in "orders" | "filters" | "walk"]?: Declaration<E>[K] | undefined;
}): Lists => ({
  walk: walk ?? null,
  orders: (row, viewer, parts) =>
    mapped(orders?.(row as Row<E>, viewer, parts) ?? {}, (order) => (order instanceof Sql ? { by: order } : order)),
  filters: filters ? (row: AnyRow, viewer: Viewer) => filters(row as Row<E>, viewer) : null,
});

/** All of them; nothing may be said twice. */
function united<T>(all: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  const names = all.flatMap((one) => Object.keys(one));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`${twice} is declared twice for the same lists.`);
  return Object.assign({}, ...all) as Record<string, T>;
}

/** Declarations are typed by their entity; the engine is not. */
const erased = (policy: unknown): AnyPolicy | undefined => policy as AnyPolicy | undefined;

function tied(
  tie: string | ((...args: never[]) => Sql),
  where?: (...args: never[]) => Sql,
): { on: On; foreignKey?: string } {
  const narrow = where as On | undefined;
  const more: On = (theirs, ours, viewer, args) => (narrow ? narrow(theirs, ours, viewer, args) : TRUE);
  if (typeof tie !== "string") {
    const condition = tie as unknown as On;
    return { on: (...given) => and(condition(...given), more(...given)) };
  }
  return {
    foreignKey: tie,
    on: (theirs, ours, ...rest) => and(eq(columnOf(theirs, tie), columnOf(ours, "id")), more(theirs, ours, ...rest)),
  };
}

const mapped = <A, B>(values: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
