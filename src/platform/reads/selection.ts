/** From what is selected of a type to the JSON of one row: columns, computed fields, and other rows. */
import { type GraphQLField, type GraphQLObjectType, getNamedType, isNonNullType, isObjectType } from "graphql";
import { ColumnRef, columnOf, GuardedColumn } from "./columns.ts";
import { badArgument, type Compilation, type Nodes } from "./compilation.ts";
import { Connection } from "./connection.ts";
import { ID_SEPARATOR, IDS_KEY } from "./dependencies.ts";
import { declaredArguments, fieldArguments } from "./field-arguments.ts";
import { knownByPrefix, prefixOf, uuidOf } from "./global-ids.ts";
import { factOf } from "./joins.ts";
import { any, bare, built, constant, gated, type Json, type Pair, plain, string } from "./json.ts";
import { leaf } from "./leaves.ts";
import { NODES_MAX } from "./limits.ts";
import { NOTED_KEY, notedColumns } from "./noted.ts";
import {
  type ConnectionRead,
  type CountRead,
  type Known,
  knownOf,
  type ListRead,
  type ObjectRead,
  type Read,
  type ResolvedRead,
  type RootType,
  type RowRead,
  rootReads,
  standIns,
  type ValueRead,
} from "./registry.ts";
import { enter, enterBelow, handedOut, rootScope, type Scope } from "./scope.ts";
import {
  always,
  and,
  Bind,
  eq,
  integer,
  isNull,
  join,
  never,
  type Request,
  raw,
  type Sql,
  sql,
  TRUE,
  text,
} from "./sql.ts";

type Field = GraphQLField<unknown, unknown>;

/** How the fields of a type are found: declared, or a column under its property name. */
interface Fields {
  read(name: string): Read | undefined;
  property(name: string): string | undefined;
}

/** The selected fields of Query that SQL answers, as one value; null if there is none. */
export function rootObject(c: Compilation, root: RootType, selected: ReadonlyMap<string, Nodes>): Sql | null {
  const scope = rootScope(c);
  const type = c.objectType(root);
  const reads = rootReads[root];
  const isOpen = (name: string): boolean => name === "__typename" || (reads.has(name) && !c.refusalOf(root, name));
  const compiled = new Map([...selected].filter(([, [node]]) => isOpen(node?.name.value ?? "")));
  if (compiled.size < selected.size) c.leavesRest();
  if (![...compiled.values()].some(([node]) => reads.has(node?.name.value ?? ""))) return null;
  return c.writer.object(
    pairsOf(c, type, compiled, scope, { read: (name) => reads.get(name), property: () => undefined }),
  );
}

/** One row of an entity; `abstract` where only the row knows its type. */
export function entityObject(
  c: Compilation,
  nodes: Nodes,
  scope: Scope & { readonly known: Known },
  abstract = false,
): Sql {
  const type = c.objectType(scope.known.name);
  const pairs = pairsOf(c, type, c.subfields(type, nodes), scope, {
    read: (name) => scope.known.fields.get(name),
    property: (name) => name,
  });
  const tagged: Pair[] = abstract && c.tagsTypes ? [["~t", constant(type.name)]] : [];
  const told: Pair[] = c.tellsIds ? [[IDS_KEY, plain(idsOf(c, scope))]] : [];
  return c.writer.object([...told, ...tagged, ...pairs]);
}

/** The keys that stand in a row, for a traced answer. */
function idsOf(c: Compilation, { known, row }: Scope & { readonly known: Known }): Sql {
  const keys = c.model.keys(known.entity).map((property) => columnOf(row, property));
  return sql`concat_ws(${text(ID_SEPARATOR)}, ${join(keys, ", ")})`;
}

function pairsOf(
  c: Compilation,
  type: GraphQLObjectType,
  selected: ReadonlyMap<string, Nodes>,
  scope: Scope,
  fields: Fields,
): Pair[] {
  const needs = new Set<string>();
  const pairs = [...selected].flatMap(([responseKey, nodes]): Pair[] => {
    c.count();
    const name = nodes[0]?.name.value ?? "";
    const field = type.getFields()[name];
    if (!field) return [[responseKey, constant(type.name)]]; // __typename, the one field that no type lists
    const read = fields.read(name);
    if (c.refusalOf(type.name, name)) {
      c.leavesRest(); // `prepareSchema` has it refused
      return [];
    }
    if (read?.kind === "resolved") {
      c.leavesRest();
      for (const property of read.needs) needs.add(property);
      return [];
    }
    const place = { c, type: type.name, field, title: `${type.name}.${name}`, nodes, scope };
    return [[responseKey, read ? readJson(place, read) : columnJson(place, fields.property(name))]];
  });
  return needs.size === 0 ? pairs : [...pairs, ["~", neededJson(c, scope, needs)]];
}

/** A selected field, and the row it is read from. */
interface Place {
  readonly c: Compilation;
  readonly type: string;
  readonly field: Field;
  /** `Meeting.seats`. */
  readonly title: string;
  readonly nodes: Nodes;
  readonly scope: Scope;
}

function columnJson({ field, title, scope }: Place, property: string | undefined): Json {
  if (!property) throw new Error(`${title} is neither a column nor declared.`);
  return leaf(field.type, columnOf(scope.guarded, property), title, property === "id" ? scope.known : null);
}

/** Columns for functions of ours. */
const neededJson = (c: Compilation, scope: Scope, properties: ReadonlySet<string>): Json =>
  built(c.writer.object([...properties].map((property) => [property, rawJson(columnOf(scope.guarded, property))])));

/** A column as TypeORM would give it, but for instants, which `resolvedBy` makes dates. */
function rawJson(expression: Sql): Json {
  if (isNull(expression)) return constant(null);
  const column = expression instanceof ColumnRef || expression instanceof GuardedColumn ? expression.column : null;
  return column?.type === "bigint" || column?.type === "numeric" ? string(expression, "null") : any(expression, "null");
}

function readJson(place: Place, read: Exclude<Read, ResolvedRead>): Json {
  if (read.kind === "node") return nodeJson(place);
  if (read.kind === "nodes") return nodesJson(place);
  const { row, viewer } = place.scope;
  const gate = read.when ? read.when(row, viewer, place.scope.args) : TRUE;
  if (never(gate)) return place.c.closed(place.type, place.field.name);
  const answer = openJson(place, read);
  return always(gate) ? answer : gated(gate, answer);
}

type OpenRead = Extract<Read, { readonly target: object }> | ValueRead;

function openJson(place: Place, read: OpenRead): Json {
  switch (read.kind) {
    case "value":
      return valueJson(place, read);
    case "one":
      return rowJson(place, read);
    case "connection":
      return connectionJson(place, read);
    case "count":
      return bare(countSql(place, read));
    case "list":
      return listJson(place, read);
    case "object":
      return objectJson(place, read);
  }
}

function valueJson({ c, field, title, nodes, scope }: Place, read: ValueRead): Json {
  const args: unknown = read.args ? declaredArguments(fieldArguments(c, field, nodes), field) : scope.args;
  return leaf(field.type, read.sql(scope.guarded, scope.viewer, args), title);
}

/** Another row: the one in reach, or a scalar subquery, which cannot disturb the order or the number of ours. */
function rowJson(place: Place, read: RowRead): Json {
  const { c, nodes, scope } = place;
  const proof = read.key === undefined ? "" : factOf(read.target, columnOf(scope.row, read.key));
  const near = scope.facts.get(proof);
  return near ? built(entityObject(c, nodes, near.scope())) : soughtJson(place, read, scope.facts.has(proof));
}

function soughtJson({ c, field, title, nodes, scope }: Place, read: RowRead, isProved: boolean): Json {
  const args: unknown = read.args ? declaredArguments(fieldArguments(c, field, nodes), field) : undefined;
  const target = enterBelow(c, knownOf(read.target), scope, read.foreignKey);
  const on = read.on(target.guarded, scope.guarded, scope.viewer, args);
  const where = isProved ? on : and(on, target.visible);
  if (never(where)) return constant(null);
  const order = read.order ? sql` order by ${read.order(target.guarded)}` : raw("");
  const limit = raw(read.key === undefined ? " limit 1" : "");
  const row = entityObject(c, nodes, target);
  const absence = isNonNullType(field.type) ? { promisedBy: title } : "null";
  return built(sql`(select ${row} from ${target.from} where ${where}${order}${limit})`, absence);
}

function connectionJson({ c, field, nodes, scope }: Place, read: ConnectionRead): Json {
  const target = knownOf(read.target);
  const write = (selected: Nodes, row: Scope) => built(entityObject(c, selected, { ...row, known: target }));
  const args = fieldArguments(c, field, nodes);
  const declared = declaredArguments(args, field);
  return new Connection(c, read, target, scope, { ...args, declared }, nodes, write).write(nodes);
}

function countSql({ c, scope }: Place, read: CountRead): Sql {
  const target = enterBelow(c, knownOf(read.target), scope, read.foreignKey);
  const on = read.on(target.guarded, scope.guarded, scope.viewer, undefined);
  return sql`(select count(*) from ${target.from} where ${and(on, target.visible)})`;
}

/** The first rows in their order; the constant column anchors the aggregate to them. */
function listJson({ c, nodes, scope }: Place, read: ListRead): Json {
  const target = knownOf(read.target);
  const inner = enterBelow(c, target, scope, read.foreignKey);
  const on = read.on(inner.guarded, scope.guarded, scope.viewer, undefined);
  const name = c.alias("list");
  const outer = enterBelow(c, target, scope, read.foreignKey, { alias: name, isCarried: true });
  const elements = c.writer.list(built(entityObject(c, nodes, outer)), raw(`${name}."~"`));
  const columns = join([...handedOut(c, inner, outer), sql`true as "~"`], ", ");
  const rows = sql`select ${columns} from ${inner.from} where ${and(on, inner.visible)} order by ${read.order(inner.guarded)} limit ${integer(read.max)}`;
  return built(sql`(select ${elements} from (${rows}) ${outer.alias}${outer.once})`);
}

function objectJson(place: Place, read: ObjectRead): Json {
  const { c, field, nodes, scope } = place;
  const type = getNamedType(field.type);
  if (!isObjectType(type)) throw new Error(`${field.name} must be an object.`);
  const within = read.args ? { ...scope, args: declaredArguments(fieldArguments(c, field, nodes), field) } : scope;
  const pairs = pairsOf(c, type, c.subfields(type, nodes), within, {
    read: (name) => read.fields[name],
    property: (name) => read.columns.get(name),
  });
  return built(c.writer.object(read.isNoted && c.noted() ? [notedPair(place, read), ...pairs] : pairs));
}

/** Whose row it is, and what its columns are called in this answer. */
function notedPair({ c, field, nodes, scope }: Place, read: ObjectRead): Pair {
  const selected = c.subfields(c.objectType(getNamedType(field.type).name), nodes);
  const columns = [...selected].flatMap(([key, [node]]): [key: string, column: string][] => {
    const column = read.columns.get(node?.name.value ?? "");
    return column === undefined ? [] : [[key, column]];
  });
  return [NOTED_KEY, plain(sql`${columnOf(scope.row, "id")}::text || ${text(notedColumns(columns))}`)];
}

// ---- by global id

function byKey({ c, nodes, scope }: Place, target: Known, key: Sql): Sql | null {
  // Else the name of its type would tell that there is one.
  if (c.refusalOf(target.name, "id")) return null;
  const row = enter(c, target, scope);
  if (never(row.visible)) return null;
  const one = entityObject(c, nodes, row, true);
  const id = columnOf(row.row, "id");
  const other = standIns.get(target.entity)?.(key, row.viewer);
  if (!other) return sql`(select ${one} from ${row.from} where ${and(eq(id, key), row.visible)})`;
  const either = sql`${id} in (${key}, ${other})`;
  return sql`(select ${one} from ${row.from} where ${and(either, row.visible)} order by ${id} = ${key} desc limit 1)`;
}

/** The prefix is asked while compiling, so the statement holds one table. */
function nodeJson(place: Place): Json {
  const args = fieldArguments(place.c, place.field, place.nodes);
  const target = knownByPrefix(args.decide(({ id }) => prefixOf(id)));
  const key = new Bind("uuid", (request: Request) => uuidOf(args.of(request)["id"]));
  const one = target && byKey(place, target, key);
  return one ? built(one, "null") : constant(null);
}

/** The set of prefixes is asked, so the statement holds one subquery for each type among the ids. */
function nodesJson(place: Place): Json {
  const { c, field, nodes } = place;
  const args = fieldArguments(c, field, nodes);
  const idsOf = (values: Readonly<Record<string, unknown>>): readonly unknown[] => values["ids"] as unknown[];
  const prefixes = args.decide((values) => {
    const ids = idsOf(values);
    if (ids.length > NODES_MAX) throw badArgument(`\`${field.name}\` takes at most ${NODES_MAX} ids.`, nodes);
    return [...new Set(ids.map(prefixOf))].sort().join();
  });
  const name = c.alias("ids");
  const cases = prefixes.split(",").flatMap((prefix) => {
    const target = knownByPrefix(prefix);
    const one = target && byKey(place, target, raw(`${name}.id`));
    return one ? [sql` when ${text(prefix)} then ${one}`] : [];
  });
  const element =
    cases.length === 0 ? constant(null) : built(sql`case ${raw(name)}.prefix${join(cases, "")} end`, "null");
  const asked = new Bind("text[]", (request) => idsOf(args.of(request)).map(prefixOf));
  const keys = new Bind("uuid[]", (request) => idsOf(args.of(request)).map(uuidOf));
  const elements = c.writer.list(element, raw(`${name}.n is not null`), raw(`${name}.n`));
  return built(sql`(select ${elements} from unnest(${asked}, ${keys}) with ordinality ${raw(name)}(prefix, id, n))`);
}
