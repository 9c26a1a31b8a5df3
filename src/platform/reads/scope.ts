/** Where a field is compiled: the row it is read from, what is certain there, and how predicates see the viewer. */
import { askedOf, ColumnRef, columnOf, GuardedColumn, mappedRow, NO_ROW, rowOf } from "./columns.ts";
import type { Compilation } from "./compilation.ts";
import { factOf, type Joined, Joins } from "./joins.ts";
import { OncePerRow } from "./once-per-row.ts";
import type { AnyRow, Row, Viewer } from "./policy.ts";
import type { Class } from "./reads.ts";
import { type Known, knownOf } from "./registry.ts";
import { APP_GROUPS, DOOR_ID, NOW, SERVICE_GROUPS, VIEWER_ID } from "./request-binds.ts";
import {
  always,
  and,
  eq,
  FALSE,
  fingerprint,
  NULL,
  never,
  or,
  type Request,
  raw,
  Sql,
  sql,
  TRUE,
  when,
} from "./sql.ts";

/**
 * What is certain for the row at hand: "that group is within sight", with that row itself where it encloses this one or
 * is joined to it. Keys name the column that points there, so they hold wherever that column's alias is in scope.
 */
export type Facts = ReadonlyMap<string, Near | null>;
const NO_FACTS: Facts = new Map();

/** Rows that enclose the one at hand, the nearest of each entity. */
type Enclosing = ReadonlyMap<Class, AnyRow>;
const NOTHING: Enclosing = new Map();

/** A row in reach, from which fields can be compiled as well. */
export interface Near {
  readonly row: AnyRow;
  scope(): EntityScope;
}

export interface Scope {
  /** Null for Query. */
  readonly known: Known | null;
  /** Columns as policies see them. */
  readonly row: AnyRow;
  /** Columns as everything else sees them: null where the viewer may not. */
  readonly guarded: AnyRow;
  readonly facts: Facts;
  readonly enclosing: Enclosing;
  readonly viewer: Viewer;
  /** Arguments of the value object at hand, if it takes some. */
  readonly args?: unknown;
}

export type EntityScope = Scope & { readonly known: Known };

/** A row of a table that has just come into scope, and who may see it. */
export interface Entered extends EntityScope {
  readonly alias: Sql;
  /**
   * The table under its alias, the rows that its policy asks to be seen, and what is computed once a row. Complete when
   * all that reads the row is compiled.
   */
  readonly from: Sql;
  /** The last of these alone, for rows that come out of a subquery. */
  readonly once: Sql;
  /** Columns of joined rows that were asked of rows that come out of a subquery; `handedOut` selects them there. */
  readonly carried: ReadonlyMap<string, Carried>;
  readonly joins: readonly Joined[];
  /** The type's own policy. Inside this scope it is taken to hold. */
  readonly visible: Sql;
}

/** A column of a joined row, by the place of the join and its property. */
interface Carried {
  readonly join: number;
  readonly property: string;
  readonly name: string;
}

/** Policies that ask each other in a circle are a fault of the declarations. */
const POLICY_DEPTH_MAX = 20;

export const rootScope = (c: Compilation): Scope => ({
  known: null,
  row: NO_ROW,
  guarded: NO_ROW,
  facts: NO_FACTS,
  enclosing: NOTHING,
  viewer: viewerOf(c, { facts: NO_FACTS, enclosing: NOTHING }),
});

/** What is around a row that comes into scope. */
type Around = Pick<Scope, "facts" | "enclosing">;
export const NOWHERE: Around = { facts: NO_FACTS, enclosing: NOTHING };

interface EnterOptions {
  /** An alias that is there already. */
  readonly alias?: string | undefined;
  /** The row comes out of a subquery under that alias, which can carry columns of joined rows along. */
  readonly isCarried?: boolean;
}

/** Brings a row of `known` into scope, under an alias of its own unless one is given. */
export function enter(c: Compilation, known: Known, above: Around, options: EnterOptions = {}): Entered {
  const { alias = c.alias(known.name), isCarried = false } = options;
  const policyRow = rowOf(c.model, known.entity, alias);
  // What a policy asks is asked where the rows are found; what is asked of them outside has to be handed out to there.
  const row = isCarried ? rowOf(c.model, known.entity, alias) : policyRow;
  const once: Sql[] = [];
  const carried = new Map<string, Carried>();
  const carriedAs = (into: Map<string, Carried>) => (target: Class, join: number) =>
    carriedRow(c, target, alias, join, into);
  const joins = new Joins(c, isCarried ? carriedAs(new Map()) : null);
  const within = new Map(above.enclosing).set(known.entity, policyRow);
  const visible = judged(known, policyRow, viewerOf(c, { facts: above.facts, enclosing: within }, { joins }));

  const enclosing = new Map(above.enclosing).set(known.entity, row);
  const facts = new Map(above.facts);
  for (const fact of visible.proves) if (!facts.has(fact)) facts.set(fact, null);
  for (const asked of joins.settle(visible)) {
    const { fact, known: target } = asked;
    const place = joins.all.findIndex((one) => one === asked);
    const found = isCarried ? carriedAs(carried)(target.entity, place) : whenJoined(c, asked);
    const joined = withCopies(c, target, found, { own: row, copies: copiesOf(c, known, policyRow, asked) });
    let scope: EntityScope | undefined;
    facts.set(fact, { row: joined, scope: () => (scope ??= scopeOf(c, target, joined, { facts, enclosing }, once)) });
  }
  const computed = new Sql(once);
  const from = sql`${c.model.table(known.entity)} ${raw(alias)}${joins.sql}${computed}`;
  const scope = scopeOf(c, known, row, { facts, enclosing }, once);
  return { ...scope, alias: raw(alias), from, once: computed, carried, joins: joins.all, visible };
}

function judged(known: Known, row: AnyRow, viewer: Viewer): Sql {
  const visible = known.visible(row, viewer);
  if (!(visible instanceof Sql)) throw new TypeError(`${known.name}: a policy must answer with a predicate.`);
  return visible;
}

/** Fields of a row, whose own policy is taken to hold. What is computed once a row goes to `once`. */
function scopeOf(c: Compilation, known: Known, row: AnyRow, around: Around, once: Sql[]): EntityScope {
  const { facts } = around;
  const computed = new OncePerRow(c, row);
  once.push(computed.join);
  const enclosing = new Map(around.enclosing).set(known.entity, row);
  const viewer = viewerOf(c, { facts, enclosing }, { once: computed });
  const guarded = guardedRow(c, known, row, viewer);
  return { known, row, guarded, facts, enclosing, viewer };
}

const guardedRow = (c: Compilation, known: Known, row: AnyRow, viewer: Viewer): AnyRow =>
  mappedRow(c.model, known.entity, (property, column) => {
    const own = columnOf(row, property);
    const guard = known.guards[property];
    return guard === undefined || guard === "open" ? own : new GuardedColumn(when(guard(row, viewer), own), column);
  });

/** A joined row as it is seen from outside of the subquery: what is asked of it is carried along. */
function carriedRow(c: Compilation, target: Class, alias: string, join: number, carried: Map<string, Carried>): AnyRow {
  return mappedRow(c.model, target, (property, column) => {
    const name = `~${join}.${column.name}`;
    carried.set(name, { join, property, name });
    return new ColumnRef(alias, { ...column, name });
  });
}

/** A row that is joined as soon as something is asked of it. */
const whenJoined = (c: Compilation, { known, row, join }: Joined): AnyRow =>
  mappedRow(c.model, known.entity, (property) => {
    join();
    return columnOf(row, property);
  });

/** Properties of another row, and where the row that points there has the same. */
type Copies = ReadonlyMap<string, string>;
const NO_COPIES: Copies = new Map();

function copiesOf(c: Compilation, known: Known, row: AnyRow, { isJoined, key }: Joined): Copies {
  const pointer = c.model.keys(known.entity).find((property) => columnOf(row, property) === key);
  return isJoined || pointer === undefined ? NO_COPIES : c.model.copies(known.entity, pointer);
}

/** A row that need not be joined for what the row that points at it holds as well. */
const withCopies = (c: Compilation, known: Known, row: AnyRow, of: { own: AnyRow; copies: Copies }): AnyRow =>
  of.copies.size === 0
    ? row
    : mappedRow(c.model, known.entity, (property) => {
        const copy = of.copies.get(property);
        return copy === undefined ? columnOf(row, property) : columnOf(of.own, copy);
      });

/** What was asked of the rows of a subquery outside of it: columns of their own, and of joined rows. */
export function handedOut(c: Compilation, inner: Entered, outer: Entered): Sql[] {
  // Whoever reads the statement for what its answer depends on has to see that it is the same row.
  if (c.tellsIds) return [sql`${inner.alias}.*`, ...carriedFrom(inner, outer)];
  return [...askedOf(outer.row).map((property) => columnOf(inner.row, property)), ...carriedFrom(inner, outer)];
}

const carriedFrom = (inner: Entered, outer: Entered): Sql[] =>
  [...outer.carried.values()].map(({ join, property, name }) => {
    const joined = inner.joins[join];
    if (!joined) throw new Error(`${inner.known.name}: a policy must ask the same of every row.`);
    joined.join();
    return sql`${columnOf(joined.row, property)} as ${raw(`"${name}"`)}`;
  });

/** As `enter`, for rows whose column `foreignKey` points at the row of `above`, which so encloses them. */
export function enterBelow(
  c: Compilation,
  known: Known,
  above: Scope,
  foreignKey: string | undefined,
  options: EnterOptions = {},
): Entered {
  const { known: parent } = above;
  if (!foreignKey || !parent) return enter(c, known, above, options);
  const alias = options.alias ?? c.alias(known.name);
  const key = columnOf(rowOf(c.model, known.entity, alias), foreignKey);
  const near: Near = { row: above.row, scope: () => ({ ...above, known: parent }) };
  const facts = new Map(above.facts).set(factOf(parent.entity, key), near);
  return enter(c, known, { ...above, facts }, { ...options, alias });
}

interface ViewerOptions {
  readonly once?: OncePerRow;
  readonly joins?: Joins;
}

type Program = Pick<Viewer, "service" | "serves" | "app" | "reaches" | "isDoor">;

/** What a viewer is that is no person: a key, an app of somebody's, or a door. */
const programOf = ({ service, app, doorId }: Request): Program => ({
  isDoor: (id) => (doorId === undefined ? FALSE : eq(id, DOOR_ID)),
  app: app !== undefined,
  reaches: (groupId) => (app?.groupIds ? sql`${groupId} = any(${APP_GROUPS})` : TRUE),
  service: service !== undefined,
  serves(groupId, ...scopes) {
    const isNamed = scopes.length === 0 || scopes.some((scope) => service?.scopes.includes(scope));
    return service && isNamed ? sql`${groupId} = any(${SERVICE_GROUPS})` : FALSE;
  },
});

function viewerOf(c: Compilation, { facts, enclosing }: Around, { once, joins }: ViewerOptions = {}): Viewer {
  const anonymous = c.request.viewerId === null;

  const existing = <T extends object>(of: Class<T>, condition: (row: Row<T>) => Sql, end = raw("")): Sql => {
    const { from, where } = subquery(c, of, condition);
    return never(where) ? FALSE : sql`exists (select from ${from} where ${where}${end})`;
  };
  const withKey = <T extends object>(of: Class<T>, key: Sql, condition: (row: Row<T>) => Sql): Sql =>
    existing(of, (row) => and(eq(columnOf(row as AnyRow, "id"), key), condition(row)));

  let depth = 0;
  const viewer: Viewer = {
    anonymous,
    ...programOf(c.request),
    id: anonymous ? NULL : VIEWER_ID,
    now: NOW,

    exists(of, condition, how) {
      const elsewhere = existing(of, condition, raw(how === "row by row" ? " offset 0" : ""));
      const here = hereOf(c, enclosing.get(of), condition);
      return here ? or(here, elsewhere) : elsewhere;
    },

    sees(target, key, certain = FALSE) {
      const fact = factOf(target, key);
      if (facts.has(fact)) return new Sql(TRUE.parts, new Set([fact]));
      if (++depth > POLICY_DEPTH_MAX) throw new Error(`The policy of ${target.name} asks for itself in a circle.`);
      const known = knownOf(target);
      const condition = (row: AnyRow) => known.visible(row, viewer);
      const seen =
        inlined(known, key, viewer) ??
        joins?.sees(known, key, condition, certain) ??
        or(certain, withKey(target, key, condition as never));
      depth--;
      return new Sql(seen.parts, new Set([...seen.proves, fact]));
    },

    via(target, key, condition) {
      const fact = factOf(target, key);
      const near = facts.get(fact);
      if (near) return condition(near.row as never);
      return joins?.via(fact, condition as (row: AnyRow) => Sql) ?? withKey(target, key, condition);
    },

    in(value, of, pick, condition) {
      if (anonymous) return FALSE;
      const set = c.set(() => {
        const { row, from, where } = subquery(c, of, condition);
        const member = pick(row);
        if (!(member instanceof ColumnRef)) throw new TypeError("A set is of a column.");
        return never(where) ? null : { from, member, where, type: member.column.type };
      });
      return set ? sql`${value} = any(${set})` : FALSE;
    },

    once: (row, name, expression, wanted) => once?.column(row, name, expression, wanted) ?? expression(),

    least(of, pick, condition) {
      const { row, from, where } = subquery(c, of, condition);
      return sql`(select min(${pick(row)}) from ${from} where ${where})`;
    },

    count(of, condition) {
      const { from, where } = subquery(c, of, condition);
      return sql`(select count(*) from ${from}${always(where) ? raw("") : sql` where ${where}`})`;
    },
  };
  return viewer;
}

/** Another table under an alias of its own. */
function subquery<T extends object>(c: Compilation, of: Class<T>, where: (row: Row<T>) => Sql) {
  const alias = c.alias(of.name);
  const row = rowOf(c.model, of, alias) as Row<T>;
  return { row, where: where(row), from: sql`${c.model.table(of)} ${raw(alias)}` };
}

/** The condition asked of an enclosing row, where the row alone decides it; a set of the viewer's has nothing around it. */
function hereOf<T>(c: Compilation, near: AnyRow | undefined, condition: (row: Row<T>) => Sql): Sql | null {
  if (!near || c.isInSet) return null;
  const here = condition(near as Row<T>);
  return never(here) || /\bselect\b/.test(fingerprint(here)) ? null : here;
}

/**
 * The target's policy asked of a column that points at it, with no join: possible where it reads nothing
 * but the `id`, and where the column always points at a row.
 */
function inlined(known: Known, key: Sql, viewer: Viewer): Sql | null {
  if (!(key instanceof ColumnRef) || key.column.nullable) return null;
  const others = new Set<string | symbol>();
  const onlyId = new Proxy<AnyRow>(
    {},
    {
      get(_target, property) {
        if (property === "id") return key;
        others.add(property);
        return NULL;
      },
    },
  );
  const predicate = known.visible(onlyId, viewer);
  return others.size === 0 ? predicate : null;
}
