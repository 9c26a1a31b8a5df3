/**
 * A connection as one subquery: the page inside, the aggregates over it outside. Flags are true to fact
 * in both directions, and only what is selected is asked of the database.
 */
import type { AnyArguments } from "./arguments.ts";
import { columnOf, rowOf } from "./columns.ts";
import type { Compilation, Nodes } from "./compilation.ts";
import { collated, cursorOf, type Sorting } from "./cursors.ts";
import type { FieldArguments } from "./field-arguments.ts";
import { filterParts, filterPredicates } from "./filter-values.ts";
import { bare, built, constant, type Json, type Pair, plain } from "./json.ts";
import { type Page, pageOf, type Side, sortExpression } from "./page.ts";
import type { ConnectionRead, FilterParts, Finds, Known, Walk, Way } from "./registry.ts";
import { type Entered, enterBelow, handedOut, type Scope } from "./scope.ts";
import { and, eq, FALSE, join, or, raw, type Sql, sql, TRUE } from "./sql.ts";

/** How the node of an edge is compiled; `selection.ts` knows, and uses this file. */
export type NodeWriter = (nodes: Nodes, row: Scope) => Json;

/** Column of what a walk found its row by. */
const PLACE = "~p";

/** What a row is sorted by. */
interface Place {
  readonly value: Sql;
  readonly key: Sql;
}

/** A row of the connection and the predicate that makes it one. */
interface Candidate {
  readonly scope: Entered;
  readonly where: Sql;
}

/** The place of a row in that order. */
export const cursorAt = (sorting: Sorting, row: Scope, parts: FilterParts): Sql =>
  cursorOf(sorting, sortExpression(sorting, row, parts), columnOf(row.row, "id"));

/** An edge over a row: its node, and its place in an order. */
export function edgeObject(c: Compilation, nodes: Nodes, row: Entered, cursor: () => Sql, node: NodeWriter): Json {
  const type = c.objectType(`${row.known.name}Edge`);
  const pairs = [...c.subfields(type, nodes)].map(([responseKey, selected]): Pair => {
    const name = selected[0]?.name.value;
    if (name === "node") return [responseKey, node(selected, row)];
    return [responseKey, name === "cursor" ? plain(cursor()) : constant(type.name)];
  });
  return built(c.writer.object(pairs));
}

/** Whoever asks for a part that was sent must be allowed what it would tell. */
function scopedParts(c: Compilation, known: Known, parts: FilterParts): FilterParts {
  return (name) => {
    const part = parts(name);
    if (part) c.demandScope(`${known.name}Filter`, name);
    return part;
  };
}

export class Connection {
  private readonly page: Page;
  private readonly parts: FilterParts;
  /** The rows of the page, as the aggregates outside see them. */
  private readonly outer: Entered;
  private readonly alias: string;
  /** A quicker way to the rows than to look for them. */
  private readonly walk: Walk | null;
  /** Whether anything was written that ranges over the page: without it, the page must not be in FROM. */
  private aggregated = false;
  /** Whether the filters were asked for: what is wrong with them is said, whatever is selected of the page. */
  private filtered = false;

  constructor(
    private readonly c: Compilation,
    private readonly read: ConnectionRead,
    private readonly known: Known,
    private readonly above: Scope,
    private readonly args: FieldArguments & { readonly declared: AnyArguments },
    nodes: Nodes,
    private readonly node: NodeWriter,
  ) {
    this.alias = c.alias("page");
    this.outer = enterBelow(c, known, above, read.foreignKey, { alias: this.alias, isCarried: true });
    this.parts = scopedParts(c, known, filterParts(args, nodes));
    this.page = pageOf({ known, args, parts: this.parts, nodes }, this.outer, c.request);
    if (this.page.sorting.field) c.demandScope(`${known.name}OrderField`, this.page.sorting.field);
    this.walk = above.known ? null : known.walk(this.parts, this.page.sorting.field);
  }

  /** The whole connection for the fields selected of it. */
  write(nodes: Nodes): Json {
    const type = this.c.objectType(`${this.known.name}Connection`);
    const fields = [...this.c.subfields(type, nodes)].map(([responseKey, selected]) => {
      const name = selected[0]?.name.value ?? "";
      return { responseKey, name, selected, info: name === "pageInfo" ? this.infoFields(selected) : [] };
    });
    const wants = new Set(fields.flatMap(({ info }) => info.map(({ name }) => name)));
    const more = wants.has(this.page.backward ? "hasPreviousPage" : "hasNextPage");
    const ends = wants.has("startCursor") || wants.has("endCursor");

    const pairs = fields.map(({ responseKey, name, selected, info }): Pair => {
      if (name === "totalCount") return [responseKey, bare(this.totalCount())];
      if (name === "edges") return [responseKey, this.edges(selected, more)];
      if (name === "pageInfo") return [responseKey, this.pageInfo(info, more)];
      return [responseKey, constant(type.name)];
    });
    const from = this.aggregated
      ? sql` from (${this.rows(more, more || ends || this.page.backward)}) ${raw(this.alias)}${this.outer.once}`
      : raw("");
    if (!this.filtered) this.candidate();
    return built(sql`(select ${this.c.writer.object(pairs)}${from})`);
  }

  private infoFields(nodes: Nodes): { responseKey: string; name: string }[] {
    const fields = this.c.subfields(this.c.objectType("PageInfo"), nodes);
    return [...fields].map(([responseKey, [node]]) => ({ responseKey, name: node?.name.value ?? "" }));
  }

  // ---- rows

  private candidate(covered: readonly string[] = []): Candidate {
    this.filtered = true;
    const scope = enterBelow(this.c, this.known, this.above, this.read.foreignKey);
    const on = this.read.on(scope.guarded, this.above.guarded, this.above.viewer, this.args.declared);
    return { scope, where: and(on, scope.visible, ...filterPredicates(this.parts, scope, covered)) };
  }

  /** The page itself; one row more where the aggregates outside must know whether there is one. */
  private rows(more: boolean, numbered: boolean): Sql {
    const limit = more ? sql`${this.page.size} + 1` : this.page.size;
    const rows = this.walk ? this.walked(this.walk, limit) : this.found(limit);
    return numbered ? sql`select q.*, row_number() over () as "~n" from (${rows}) q` : rows;
  }

  /** What is asked of the row outside, and by what it is told from others. */
  private columns(scope: Entered): Sql {
    columnOf(this.outer.row, "id");
    return join(handedOut(this.c, scope, this.outer), ", ");
  }

  private found(limit: Sql): Sql {
    const { scope, where } = this.candidate();
    const place = this.placeOf(scope);
    const inside = and(where, this.between(place));
    return sql`select ${this.columns(scope)} from ${scope.from} where ${inside} order by ${this.ordering(place)} limit ${limit}`;
  }

  /** A page's worth of each way, of which the first are the page. Several may lead to the same row. */
  private walked({ given, ways }: Walk, limit: Sql): Sql {
    const [ready, found] = [this.c.alias("given"), this.c.alias("walked")];
    const each = ways(sql`${raw(ready)}.given`).map((way) =>
      "through" in way ? this.runsOf(way, found, limit) : this.findsOf(way, found, limit),
    );
    const [one = sql`null`, ...others] = each;
    const once = given ? sql`(select (${given}) as given offset 0) ${raw(ready)} cross join ` : raw("");
    const all =
      others.length === 0
        ? one
        : sql`lateral (${join(
            each.map((way) => sql`select ${raw(found)}.* from ${way}`),
            " union all ",
          )}) ${raw(found)}`;
    const outside = { value: raw(`${found}."${PLACE}"`), key: raw(`${found}."id"`) };
    return sql`select distinct on (${outside.value}, ${outside.key}) ${raw(found)}.* from ${once}${all} order by ${this.ordering(outside)} limit ${limit}`;
  }

  /** A page's worth of each run. */
  private runsOf({ through, key, runs, where: ofRun, by, covers }: Way, found: string, limit: Sql): Sql {
    const { scope, where } = this.candidate(covers);
    const step = this.c.alias(through.name);
    const lists = runs.map((list) => ({ list, item: raw(this.c.alias("run")) }));
    const row = rowOf(this.c.model, through, step);
    const place = { value: by(row), key: columnOf(row, key) };
    const items = lists.map(({ item }) => sql`${item}.item`);
    const inside = and(ofRun(row, items), this.between(place), eq(columnOf(scope.row, "id"), place.key), where);
    const rows = sql`select ${this.columnsAt(scope, place)} from ${this.c.model.table(through)} ${raw(step)} cross join ${scope.from} where ${inside} order by ${this.ordering(place)} limit ${limit}`;
    // In a subquery, a list counts as ten items whatever it holds: else no plan for all lists would ever seem good enough.
    const from = lists.map(({ list, item }) => sql`unnest((select ${list})) ${item}(item) cross join `);
    return sql`${join(from, "")}lateral (${rows}) ${raw(found)}`;
  }

  /** Put in order first, so that no more of them are looked at than the page takes. */
  private findsOf({ ids, values, covers }: Finds, found: string, limit: Sql): Sql {
    const { scope, where } = this.candidate(covers);
    const step = raw(this.c.alias("find"));
    const place = { value: sql`${step}.place`, key: sql`${step}.id` };
    const inOrder = sql`(select * from unnest(${ids}, ${values}) ${step}(id, place) where ${this.between(place)} order by ${this.ordering(place)} offset 0) ${step}`;
    const inside = and(eq(columnOf(scope.row, "id"), place.key), where);
    return sql`lateral (select ${this.columnsAt(scope, place)} from ${inOrder} cross join ${scope.from} where ${inside} order by ${this.ordering(place)} limit ${limit}) ${raw(found)}`;
  }

  /** As outside of a walk, with what the row is sorted by. */
  private columnsAt(scope: Entered, { value }: Place): Sql {
    return sql`${this.columns(scope)}, ${value} as ${raw(`"${PLACE}"`)}`;
  }

  private placeOf(scope: Scope): Place {
    return { value: this.sorted(scope), key: columnOf(scope.row, "id") };
  }

  private ordering({ value, key }: Place): Sql {
    const direction = raw(this.page.sorting.ascending !== this.page.backward ? "asc" : "desc");
    const byKey = sql`${key} ${direction}`;
    return this.page.sorting.byKey ? byKey : sql`${value} ${direction}, ${byKey}`;
  }

  private between(place: Place): Sql {
    const { after, before } = this.page.cursors;
    return and(after ? this.beside(place, "after") : TRUE, before ? this.beside(place, "before") : TRUE);
  }

  private sorted(scope: Scope): Sql {
    return collated(this.page.sorting.type, sortExpression(this.page.sorting, scope, this.parts));
  }

  /** Strictly beyond a cursor, on the side of the page; with `beyond`, at it or on the other side. */
  private beside({ value, key }: Place, side: Side, beyond = false): Sql {
    const cursor = this.page.cursors[side];
    if (!cursor) return TRUE;
    const greater = ((side === "after") === this.page.sorting.ascending) !== beyond;
    const operator = raw(`${greater ? ">" : "<"}${beyond ? "=" : ""}`);
    if (this.page.sorting.byKey) return sql`${key} ${operator} ${cursor.key}`;
    return sql`(${value}, ${key}) ${operator} (${cursor.value}, ${cursor.key})`;
  }

  // ---- what is written of them

  private totalCount(): Sql {
    const { scope, where } = this.candidate();
    return sql`(select count(*) from ${scope.from} where ${where})`;
  }

  private edges(nodes: Nodes, more: boolean): Json {
    this.aggregated = true;
    const edge = edgeObject(this.c, nodes, this.outer, () => this.cursor(), this.node);
    const order = this.page.backward ? sql`${this.number()} desc` : undefined;
    return built(this.c.writer.list(edge, this.within(more), order));
  }

  private cursor(): Sql {
    if (!this.walk) return cursorAt(this.page.sorting, this.outer, this.parts);
    return cursorOf(this.page.sorting, raw(`${this.alias}."${PLACE}"`), columnOf(this.outer.row, "id"));
  }

  private number(): Sql {
    return raw(`${this.alias}."~n"`);
  }

  /** Leaves out the row that only proves that there are more; names a column of the page in any case. */
  private within(more: boolean): Sql {
    return more ? sql`${this.number()} <= ${this.page.size}` : sql`${columnOf(this.outer.row, "id")} is not null`;
  }

  private pageInfo(fields: readonly { responseKey: string; name: string }[], more: boolean): Json {
    const pairs = fields.map(({ responseKey, name }): Pair => {
      if (name === "hasNextPage") return [responseKey, this.hasMore("before")];
      if (name === "hasPreviousPage") return [responseKey, this.hasMore("after")];
      if (name === "__typename") return [responseKey, constant("PageInfo")];
      return [responseKey, plain(this.endCursor(name === "startCursor", more), "null")];
    });
    return built(this.c.writer.object(pairs));
  }

  /**
   * Whether rows lie beyond the page: for `before`, after its end; for `after`, ahead of its start. Counting
   * towards that side, the extra row tells; and rows may lie at the cursor itself or beyond it.
   */
  private hasMore(side: Side): Json {
    const towards = (side === "before") !== this.page.backward;
    const beyond = this.page.cursors[side] ? this.existsBeyond(side) : FALSE;
    if (!towards) return this.page.cursors[side] ? bare(beyond) : constant(false);
    this.aggregated = true;
    return bare(or(sql`coalesce(bool_or(${this.number()} > ${this.page.size}), false)`, beyond));
  }

  private existsBeyond(side: Side): Sql {
    const { scope, where } = this.candidate();
    return sql`exists (select from ${scope.from} where ${and(where, this.beside(this.placeOf(scope), side, true))})`;
  }

  private endCursor(start: boolean, more: boolean): Sql {
    this.aggregated = true;
    const direction = raw(start !== this.page.backward ? "asc" : "desc");
    return sql`(array_agg(${this.cursor()} order by ${this.number()} ${direction}) filter (where ${this.within(more)}))[1]`;
  }
}
