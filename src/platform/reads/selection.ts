/** From what is selected of a type to the JSON of one row: columns, computed fields, and other rows. */
import { type GraphQLField, type GraphQLObjectType, getNamedType, isObjectType } from "graphql";
import { ColumnRef, columnOf, GuardedColumn } from "./columns.ts";
import { badArgument, type Compilation, type Nodes } from "./compilation.ts";
import { Connection } from "./connection.ts";
import { declaredArguments, fieldArguments } from "./field-arguments.ts";
import { knownByPrefix, prefixOf, uuidOf } from "./global-ids.ts";
import { bare, JSON_NULL, type Json, json, list, object, type Pair, plain, string } from "./json.ts";
import { leaf } from "./leaves.ts";
import { NODES_MAX } from "./limits.ts";
import {
  type CountRead,
  type Known,
  knownOf,
  type ListRead,
  type ObjectRead,
  type Read,
  type ResolvedRead,
  type RowRead,
  rootReads,
  type ValueRead,
} from "./registry.ts";
import { enter, enterBelow, factOf, rootScope, type Scope } from "./scope.ts";
import {
  always,
  and,
  Bind,
  eq,
  integer,
  join,
  never,
  type Request,
  raw,
  type Sql,
  sql,
  TRUE,
  text,
  when,
} from "./sql.ts";

type Field = GraphQLField<unknown, unknown>;

/** How the fields of a type are found: declared, or a column under its property name. */
interface Fields {
  read(name: string): Read | undefined;
  property(name: string): string | undefined;
}

/** The selected fields of Query that SQL answers; null if there is none. */
export function rootObject(c: Compilation, selected: ReadonlyMap<string, Nodes>): Json | null {
  const scope = rootScope(c);
  const type = c.objectType("Query");
  const compiled = new Map([...selected].filter(([, [node]]) => rootReads.has(node?.name.value ?? "")));
  if (compiled.size === 0) return null;
  return object(pairsOf(c, type, compiled, scope, { read: (name) => rootReads.get(name), property: () => undefined }));
}

/** One row of an entity; `tagged` where only the row knows its type. */
export function entityObject(
  c: Compilation,
  nodes: Nodes,
  scope: Scope & { readonly known: Known },
  tagged = false,
): Json {
  const type = c.objectType(scope.known.name);
  const pairs = pairsOf(c, type, c.subfields(type, nodes), scope, {
    read: (name) => scope.known.fields.get(name),
    property: (name) => name,
  });
  return object(tagged ? [["~t", plain(text(type.name))], ...pairs] : pairs);
}

function pairsOf(
  c: Compilation,
  type: GraphQLObjectType,
  selected: ReadonlyMap<string, Nodes>,
  scope: Scope,
  fields: Fields,
): Pair[] {
  const needs = new Set<string>();
  const pairs: Pair[] = [];
  for (const [responseKey, nodes] of selected) {
    const name = nodes[0]?.name.value ?? "";
    const field = type.getFields()[name];
    if (!field) {
      pairs.push([responseKey, plain(text(type.name))]); // __typename, the one field that no type lists
      continue;
    }
    const read = fields.read(name);
    if (read?.kind === "resolved") for (const property of read.needs) needs.add(property);
    else if (read) pairs.push([responseKey, readJson(c, read, field, nodes, scope)]);
    else pairs.push([responseKey, columnJson(scope, field, fields.property(name), type.name)]);
  }
  if (needs.size > 0) pairs.push(["~", object([...needs].map((property) => [property, needed(scope, property)]))]);
  return pairs;
}

function columnJson(scope: Scope, field: Field, property: string | undefined, type: string): Json {
  if (!property) throw new Error(`${type}.${field.name} is neither a column nor declared.`);
  return leaf(field.type, columnOf(scope.guarded, property), property === "id" ? scope.known : null);
}

/** A column for a function of ours: as TypeORM would give it, but for instants, which `resolvedColumns` makes dates. */
function needed(scope: Scope, property: string): Json {
  const expression = columnOf(scope.guarded, property);
  const column = expression instanceof ColumnRef || expression instanceof GuardedColumn ? expression.column : null;
  return column?.type === "bigint" || column?.type === "numeric" ? string(expression, true) : bare(expression, true);
}

function readJson(c: Compilation, read: Exclude<Read, ResolvedRead>, field: Field, nodes: Nodes, scope: Scope): Json {
  if (read.kind === "node") return nodeJson(c, field, nodes, scope);
  if (read.kind === "nodes") return nodesJson(c, field, nodes, scope);
  const gate = read.when ? read.when(scope.row, scope.viewer) : TRUE;
  if (never(gate)) return JSON_NULL;
  const answer = gatedJson(c, read, field, nodes, scope);
  return always(gate) ? answer : { ...answer, sql: when(gate, answer.sql), nullable: true };
}

type GatedRead = Extract<Read, { readonly target: object }> | ValueRead;

function gatedJson(c: Compilation, read: GatedRead, field: Field, nodes: Nodes, scope: Scope): Json {
  switch (read.kind) {
    case "value":
      return valueJson(c, read, field, nodes, scope);
    case "one":
      return rowJson(c, read, field, nodes, scope);
    case "connection": {
      const target = knownOf(read.target);
      const write = (selected: Nodes, row: Scope) => entityObject(c, selected, { ...row, known: target });
      const args = fieldArguments(c, field, nodes);
      const declared = declaredArguments(args, field);
      return new Connection(c, read, target, scope, { ...args, declared }, nodes, write).write(nodes);
    }
    case "count":
      return bare(countSql(c, read, scope));
    case "list":
      return listJson(c, read, nodes, scope);
    case "object":
      return objectJson(c, read, field, nodes, scope);
  }
}

function valueJson(c: Compilation, read: ValueRead, field: Field, nodes: Nodes, scope: Scope): Json {
  const args: unknown = read.args ? declaredArguments(fieldArguments(c, field, nodes), field) : scope.args;
  return leaf(field.type, read.sql(scope.guarded, scope.viewer, args), null);
}

/** Another row: as a scalar subquery, which cannot disturb the order or the number of ours. */
function rowJson(c: Compilation, read: RowRead, field: Field, nodes: Nodes, scope: Scope): Json {
  const args: unknown = read.args ? declaredArguments(fieldArguments(c, field, nodes), field) : undefined;
  const target = enter(c, knownOf(read.target), scope.facts);
  const on = read.on(target.guarded, scope.guarded, scope.viewer, args);
  const proved = read.key !== undefined && scope.facts.has(factOf(read.target, columnOf(scope.row, read.key)));
  const where = proved ? on : and(on, target.visible);
  if (never(where)) return JSON_NULL;
  const order = read.order ? sql` order by ${read.order(target.guarded)}` : raw("");
  const limit = raw(read.key === undefined ? " limit 1" : "");
  const row = entityObject(c, nodes, target);
  return json(sql`(select ${row.sql} from ${target.from} where ${where}${order}${limit})`, true);
}

function countSql(c: Compilation, read: CountRead, scope: Scope): Sql {
  const target = enterBelow(c, knownOf(read.target), scope, read.foreignKey);
  const on = read.on(target.guarded, scope.guarded, scope.viewer, undefined);
  return sql`(select count(*) from ${target.from} where ${and(on, target.visible)})`;
}

/** The first rows in their order; the constant column anchors the aggregate to them. */
function listJson(c: Compilation, read: ListRead, nodes: Nodes, scope: Scope): Json {
  const target = knownOf(read.target);
  const inner = enterBelow(c, target, scope, read.foreignKey);
  const on = read.on(inner.guarded, scope.guarded, scope.viewer, undefined);
  const name = c.alias("list");
  const outer = enterBelow(c, target, scope, read.foreignKey, name);
  const rows = sql`select ${inner.alias}.*, true as "~" from ${inner.from} where ${and(on, inner.visible)} order by ${read.order(inner.guarded)} limit ${integer(read.max)}`;
  const elements = list(entityObject(c, nodes, outer), raw(`${name}."~"`));
  return json(sql`(select ${elements.sql} from (${rows}) ${outer.alias}${outer.once})`);
}

function objectJson(c: Compilation, read: ObjectRead, field: Field, nodes: Nodes, scope: Scope): Json {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) throw new Error(`${field.name} must be an object.`);
  const within = read.args ? { ...scope, args: declaredArguments(fieldArguments(c, field, nodes), field) } : scope;
  const pairs = pairsOf(c, type, c.subfields(type, nodes), within, {
    read: (name) => read.fields[name],
    property: (name) => read.columns.get(name),
  });
  return object(pairs);
}

// ---- by global id

function byKey(c: Compilation, target: Known, nodes: Nodes, key: Sql, scope: Scope): Sql | null {
  const row = enter(c, target, scope.facts);
  if (never(row.visible)) return null;
  const one = entityObject(c, nodes, row, true);
  return sql`(select ${one.sql} from ${row.from} where ${and(eq(columnOf(row.row, "id"), key), row.visible)})`;
}

/** The prefix is asked while compiling, so the statement holds one table. */
function nodeJson(c: Compilation, field: Field, nodes: Nodes, scope: Scope): Json {
  const args = fieldArguments(c, field, nodes);
  const target = knownByPrefix(args.decide(({ id }) => prefixOf(id)));
  if (!target) return JSON_NULL;
  const one = byKey(c, target, nodes, new Bind("uuid", (request: Request) => uuidOf(args.of(request)["id"])), scope);
  return one ? json(one, true) : JSON_NULL;
}

/** The set of prefixes is asked, so the statement holds one subquery for each type among the ids. */
function nodesJson(c: Compilation, field: Field, nodes: Nodes, scope: Scope): Json {
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
    const one = target && byKey(c, target, nodes, raw(`${name}.id`), scope);
    return one ? [sql` when ${text(prefix)} then ${one}`] : [];
  });
  const element = cases.length === 0 ? JSON_NULL : json(sql`case ${raw(name)}.prefix${join(cases, "")} end`, true);
  const asked = new Bind("text[]", (request) => idsOf(args.of(request)).map(prefixOf));
  const keys = new Bind("uuid[]", (request) => idsOf(args.of(request)).map(uuidOf));
  const elements = list(element, raw(`${name}.n is not null`), raw(`${name}.n`));
  return json(sql`(select ${elements.sql} from unnest(${asked}, ${keys}) with ordinality ${raw(name)}(prefix, id, n))`);
}
