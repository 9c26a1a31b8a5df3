/** Default deny: what is declared badly, or not at all, keeps the service from starting. */
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isNonNullType,
} from "graphql";
import { getMetadataArgsStorage } from "typeorm";
import { ColumnRef, columnOf, GuardedColumn } from "./columns.ts";
import { isSortable, sortingOf } from "./cursors.ts";
import { declaredModel } from "./model.ts";
import { compiledTypes, type ObjectPlace, objectTypes } from "./prepare-schema.ts";
import { probe, VIEWER_KINDS, type ViewerKind } from "./proofs.ts";
import type { Class } from "./reads.ts";
import { type Known, known, knownOf, type Read, rootReads } from "./registry.ts";
import { fingerprint, Sql } from "./sql.ts";

/** @throws Error with one line a fault */
export function refuseToStart(schema: GraphQLSchema): void {
  const faults = [...refusals(schema)];
  if (faults.length > 0) throw new Error(`These reads cannot be served:\n${faults.join("\n")}`);
}

/** Every declaration that could not be answered, or not safely. */
export function* refusals(schema: GraphQLSchema): Generator<string> {
  const { entities, objects } = compiledTypes(schema);
  const tables = new Map(getMetadataArgsStorage().tables.map(({ target }) => [(target as Class).name, target]));
  for (const type of objectTypes(schema)) {
    const entity = entities.get(type.name);
    const declaration = entity && known.get(entity);
    const places = objects.get(type.name) ?? [];
    if (declaration) yield* entityFaults(declaration, type);
    else if (tables.has(type.name))
      yield `${type.name} is an entity that declares no reads: nobody said who may see it.`;
    for (const place of places) yield* objectFaults(place, type);
  }
  for (const declaration of known.values()) yield* compiledFaults(declaration);
  yield* enumFaults(schema);
  yield* prefixFaults();
}

function* compiledFaults(declaration: Known): Generator<string> {
  const fault = VIEWER_KINDS.flatMap((kind) => faultOfCompiling(declaration, kind) ?? [])[0];
  if (fault !== undefined) {
    yield `${declaration.name} cannot be compiled: ${fault}`;
    return;
  }
  for (const [name, read] of declaration.fields) yield* readFaults(declaration, `${declaration.name}.${name}`, read);
  for (const [name, read] of rootReads.Query) {
    if (read.kind === "connection" && read.target === declaration.entity)
      yield* targetFaults(declaration, `Query.${name}`);
  }
}

/** What only shows when a policy is asked: circles, columns that are none. */
function faultOfCompiling(declaration: Known, kind: ViewerKind): string | null {
  try {
    const { row, guarded, viewer } = probe(declaration, kind);
    for (const property of Object.keys(declaration.guards)) columnOf(guarded, property);
    for (const read of declaration.fields.values()) if ("when" in read) read.when?.(row, viewer);
    declaration.filters?.(guarded, viewer);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function* readFaults({ entity }: Known, title: string, read: Read): Generator<string> {
  if (read.kind === "value" && read.when && !read.nullable) yield `${title} is gated, so it must be nullable.`;
  if (read.kind === "connection") yield* targetFaults(knownOf(read.target), title);
  if (read.kind !== "resolved") return;
  for (const property of read.needs) {
    if (!declaredModel.column(entity, property)) yield `${title} needs "${property}", which is no column.`;
  }
}

/** Pages go on from the key of a row. */
function* targetFaults({ entity, name }: Known, title: string): Generator<string> {
  if (declaredModel.column(entity, "id")?.type !== "uuid")
    yield `${title} pages over ${name}, which has no uuid \`id\`.`;
}

function* entityFaults(declaration: Known, type: GraphQLObjectType): Generator<string> {
  const { entity, name, guards, fields } = declaration;
  for (const field of Object.values(type.getFields())) {
    const title = `${name}.${field.name}`;
    if (fields.has(field.name)) {
      if (isFieldOfClass(entity, field.name)) yield `${title} is declared twice: as a column and as a read.`;
      continue;
    }
    yield* columnFaults(declaration, field, field.name, title);
    if (declaration.strict && field.name !== "id" && guards[field.name] === undefined) {
      yield `${title} needs a guard, or the word "open": its type is strict.`;
    }
  }
  if (declaration.prefix && !type.getInterfaces().some((one) => isInterfaceType(one) && one.name === "Node")) {
    yield `${name} has a prefix, so it must implement Node.`;
  }
  yield* orderFaults(declaration);
}

function* columnFaults(
  { entity, guards }: Known,
  field: GraphQLField<unknown, unknown>,
  property: string,
  title: string,
): Generator<string> {
  const column = declaredModel.column(entity, property);
  if (!column) {
    yield `${title} is neither a column, nor read, nor resolved.`;
    return;
  }
  if (!isNonNullType(field.type)) return;
  const guard = guards[property];
  if (guard !== undefined && guard !== "open") yield `${title} is guarded, so it must be nullable.`;
  if (column.nullable) yield `${title} is non-null, but its column is nullable.`;
}

function* objectFaults({ entity, columns, fields }: ObjectPlace, type: GraphQLObjectType): Generator<string> {
  const declaration = entity && known.get(entity);
  for (const field of Object.values(type.getFields())) {
    if (fields[field.name]) continue;
    const property = columns.get(field.name);
    if (declaration && property) yield* columnFaults(declaration, field, property, `${type.name}.${field.name}`);
    else yield `${type.name}.${field.name} is neither a column, nor read, nor resolved, at one of its places.`;
  }
}

/** Keysets need a value in every row, and one that can be checked when a cursor brings it back. */
function* orderFaults(declaration: Known): Generator<string> {
  const row = probe(declaration, "person");
  for (const [name, order] of Object.entries(declaration.orders(row.guarded, row.viewer, () => null))) {
    const title = `The order ${name} of ${declaration.name}`;
    const coalesced = /\bcoalesce\(/i.test(fingerprint(order.by));
    const columns = [...columnsIn(order.by)];
    if (!coalesced && columns.some((column) => column instanceof GuardedColumn))
      yield `${title} is by a guarded column: coalesce it.`;
    if (!coalesced && columns.some(({ column }) => column.nullable))
      yield `${title} is by a nullable column: coalesce it.`;
    const { type } = sortingOf(declaration, name, "ASC", order, columnOf(row.row, "id"));
    if (!isSortable(type)) yield `${title} is of type ${type}, whose cursors cannot be checked.`;
  }
}

function* columnsIn(expression: Sql): Generator<ColumnRef | GuardedColumn> {
  if (expression instanceof ColumnRef || expression instanceof GuardedColumn) yield expression;
  else for (const part of expression.parts) if (part instanceof Sql) yield* columnsIn(part);
}

/** graphql-js serialises once more what SQL wrote: a name that is not the value would fail there. */
function* enumFaults(schema: GraphQLSchema): Generator<string> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type) || type.name.startsWith("__")) continue;
    for (const { name, value } of type.getValues()) {
      if (value !== name)
        yield `${type.name}.${name} is stored as "${String(value)}": names of enums must equal their values.`;
    }
  }
}

function* prefixFaults(): Generator<string> {
  const owners = new Map<string, string>();
  for (const { prefix, name } of known.values()) {
    if (prefix === null) continue;
    const owner = owners.get(prefix);
    if (owner) yield `${name} and ${owner} have the same prefix "${prefix}".`;
    if (!/^[a-z]{3,4}$/.test(prefix)) yield `${name}: a prefix is three or four small letters, not "${prefix}".`;
    owners.set(prefix, name);
  }
}

/** Whether type-graphql's decorator stands on that property, beside the one we set: on the class or what it extends. */
function isFieldOfClass(entity: Class, property: string): boolean {
  const fields = globalThis.TypeGraphQLMetadataStorage.fields;
  const isOf = (target: unknown): boolean =>
    target === entity || (typeof target === "function" && entity.prototype instanceof target);
  return fields.filter(({ target, name }) => name === property && isOf(target)).length > 1;
}
