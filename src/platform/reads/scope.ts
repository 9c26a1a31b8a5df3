/** Where a field is compiled: the row it is read from, what is certain there, and how predicates see the viewer. */
import { ColumnRef, columnOf, GuardedColumn, NO_ROW, rowOf } from "./columns.ts";
import type { Compilation } from "./compilation.ts";
import type { AnyRow, Row, Viewer } from "./policy.ts";
import type { Class } from "./reads.ts";
import { type Known, knownOf } from "./registry.ts";
import { NOW, VIEWER_ID } from "./request-binds.ts";
import { always, and, eq, FALSE, fingerprint, NULL, never, raw, Sql, sql, TRUE, when } from "./sql.ts";

/**
 * What is certain for the row at hand: "that group is within sight", with the row itself where it encloses
 * this one. Keys name the column that points there, so they hold wherever that column's alias is in scope.
 */
export type Facts = ReadonlyMap<string, AnyRow | null>;
const NO_FACTS: Facts = new Map();

export const factOf = (target: Class, key: Sql): string => `${target.name}:${fingerprint(key)}`;

export interface Scope {
  /** Null for Query. */
  readonly known: Known | null;
  /** Columns as policies see them. */
  readonly row: AnyRow;
  /** Columns as everything else sees them: null where the viewer may not. */
  readonly guarded: AnyRow;
  readonly facts: Facts;
  readonly viewer: Viewer;
  /** Arguments of the value object at hand, if it takes some. */
  readonly args?: unknown;
}

/** A row of a table that has just come into scope, and who may see it. */
export interface Entered extends Scope {
  readonly known: Known;
  readonly alias: Sql;
  /** The table under its alias, with what is computed once a row. Complete when all that reads the row is compiled. */
  readonly from: Sql;
  /** The latter alone, for rows that come out of a subquery. */
  readonly once: Sql;
  /** The type's own policy. Inside this scope it is taken to hold. */
  readonly visible: Sql;
}

/** Uses of an expression over one row, up to which it is written out at each of them. */
const INLINE_USES_MAX = 3;
/** Policies that ask each other in a circle are a fault of the declarations. */
const POLICY_DEPTH_MAX = 20;

export const rootScope = (c: Compilation): Scope => ({
  known: null,
  row: NO_ROW,
  guarded: NO_ROW,
  facts: NO_FACTS,
  viewer: viewerOf(c, NO_FACTS),
});

/** Brings a row of `known` into scope, under an alias of its own unless one is given. */
export function enter(c: Compilation, known: Known, above: Facts, alias = c.alias(known.name)): Entered {
  const row = rowOf(c.model, known.entity, alias);
  const once = new OncePerRow(c, row);
  const visible = known.visible(row, viewerOf(c, above));
  if (!(visible instanceof Sql)) throw new TypeError(`${known.name}: a policy must answer with a predicate.`);
  const facts = withFacts(above, visible.proves);
  const viewer = viewerOf(c, facts, once);
  const guarded = rowOf(c.model, known.entity, alias, (property, column) => {
    const guard = known.guards[property];
    return guard === undefined || guard === "open"
      ? column
      : new GuardedColumn(when(guard(row, viewer), column), column.column);
  });
  const from = sql`${c.model.table(known.entity)} ${raw(alias)}${once.join}`;
  return { known, row, guarded, facts, viewer, visible, alias: raw(alias), from, once: once.join };
}

/**
 * Expressions over one row that are asked for again and again, joined to it as columns of their own. Joined, each is
 * worked out for every row; so what is asked for only now and then stays where it is asked for, behind what decides
 * sooner.
 */
class OncePerRow {
  private readonly parts: (string | Sql)[] = [];
  /** Grows while the row's fields are compiled, and is rendered after that; nothing as long as nothing is joined. */
  readonly join = new Sql(this.parts);
  private readonly asked = new Map<string, { readonly parts: (string | Sql)[]; readonly sql: Sql; uses: number }>();
  private alias = "";

  constructor(
    private readonly c: Compilation,
    private readonly row: AnyRow,
  ) {}

  column(row: AnyRow, name: string, expression: () => Sql): Sql {
    if (row !== this.row) return expression();
    const known = this.asked.get(name);
    if (!known) {
      const written = expression();
      const parts: (string | Sql)[] = ["(", written, ")"];
      const column = always(written) || never(written) ? written : new Sql(parts, written.proves);
      this.asked.set(name, { parts, sql: column, uses: 1 });
      return column;
    }
    if (++known.uses === INLINE_USES_MAX + 1 && known.sql.parts === known.parts) this.joinColumn(name, known.parts);
    return known.sql;
  }

  /** Turns what was written so far, and what will be, into a column of the join. */
  private joinColumn(name: string, parts: (string | Sql)[]): void {
    this.alias ||= this.c.alias("once");
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const written = new Sql([...parts]);
    parts.splice(0, parts.length, `${this.alias}.${quoted}`);
    // OFFSET keeps the planner from writing the expressions out again at each of their uses.
    this.parts.splice(-1, 1, this.parts.length === 0 ? " cross join lateral (select " : ", ", written);
    this.parts.push(` as ${quoted}`, ` offset 0) ${this.alias}`);
  }
}

/** As `enter`, for rows whose column `foreignKey` points at the row of `above`, which so encloses them. */
export function enterBelow(
  c: Compilation,
  known: Known,
  above: Scope,
  foreignKey: string | undefined,
  alias?: string,
): Entered {
  if (!foreignKey || !above.known) return enter(c, known, above.facts, alias);
  const name = alias ?? c.alias(known.name);
  const key = columnOf(rowOf(c.model, known.entity, name), foreignKey);
  return enter(c, known, new Map(above.facts).set(factOf(above.known.entity, key), above.row), name);
}

function withFacts(facts: Facts, proved: ReadonlySet<string>): Facts {
  if (proved.size === 0) return facts;
  const all = new Map(facts);
  for (const fact of proved) if (!all.has(fact)) all.set(fact, null);
  return all;
}

function viewerOf(c: Compilation, facts: Facts, once?: OncePerRow): Viewer {
  const anonymous = c.request.viewerId === null;

  const subquery = <T extends object>(of: Class<T>, where: (row: Row<T>) => Sql) => {
    const alias = c.alias(of.name);
    const row = rowOf(c.model, of, alias) as Row<T>;
    return { row, where: where(row), from: sql`${c.model.table(of)} ${raw(alias)}` };
  };
  const exists: Viewer["exists"] = (of, condition) => {
    const { from, where } = subquery(of, condition);
    return never(where) ? FALSE : sql`exists (select from ${from} where ${where})`;
  };

  let depth = 0;
  const viewer: Viewer = {
    anonymous,
    id: anonymous ? NULL : VIEWER_ID,
    now: NOW,
    exists,

    sees(target, key) {
      const fact = factOf(target, key);
      if (facts.has(fact)) return new Sql(TRUE.parts, new Set([fact]));
      if (++depth > POLICY_DEPTH_MAX) throw new Error(`The policy of ${target.name} asks for itself in a circle.`);
      const known = knownOf(target);
      const seen =
        inlined(known, key, viewer) ??
        exists(target, (row) => and(eq(columnOf(row as AnyRow, "id"), key), known.visible(row as AnyRow, viewer)));
      depth--;
      return new Sql(seen.parts, new Set([fact]));
    },

    via(target, key, condition) {
      const enclosing = facts.get(factOf(target, key));
      if (enclosing) return condition(enclosing as never);
      return exists(target, (row) => and(eq(columnOf(row as AnyRow, "id"), key), condition(row)));
    },

    in(value, of, pick, condition) {
      if (anonymous) return FALSE;
      const set = c.set(() => {
        const { row, from, where } = subquery(of, condition);
        const member = pick(row);
        if (!(member instanceof ColumnRef)) throw new TypeError("A set is of a column.");
        const members = sql`select ${member} from ${from} where ${where}`;
        return never(where) ? null : { members, type: member.column.type };
      });
      return set ? sql`${value} = any(${set})` : FALSE;
    },

    once: (row, name, expression) => once?.column(row, name, expression) ?? expression(),

    least(of, pick, condition) {
      const { row, from, where } = subquery(of, condition);
      return sql`(select min(${pick(row)}) from ${from} where ${where})`;
    },

    count(of, condition) {
      const { from, where } = subquery(of, condition);
      return sql`(select count(*) from ${from}${always(where) ? raw("") : sql` where ${where}`})`;
    },
  };
  return viewer;
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
