/** Gives the fields of a built schema their resolvers: compiled ones read the finished JSON, acts' entities are filled. */
import {
  defaultFieldResolver,
  type GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from "graphql";
import type { Context, Principal } from "../context.ts";
import { keyRefusalOf, REFUSED, refusalOf } from "./field-scopes.ts";
import { declaredModel } from "./model.ts";
import type { Class, CompiledReads } from "./reads.ts";
import { known, type Read, type ResolvedRead, rootReadsOf } from "./registry.ts";

type Resolver = GraphQLFieldResolver<unknown, Context>;
type Field = GraphQLField<unknown, Context>;
type Json = Readonly<Record<string, unknown>>;

/** A property by its response key: aliases and merging are done already. */
const byResponseKey: Resolver = (source, _args, _ctx, info) => (source as Json | null | undefined)?.[info.path.key];

/** Types that only SQL answers: entities, value objects, connections and their parts. */
export interface CompiledTypes {
  readonly entities: ReadonlyMap<string, Class>;
  /** Value objects: what is declared of them beside columns, wherever. */
  readonly objects: ReadonlyMap<string, readonly ObjectPlace[]>;
}

/** One declaration of a value object. */
export interface ObjectPlace {
  readonly entity: Class | null;
  readonly columns: ReadonlyMap<string, string>;
  readonly fields: Readonly<Record<string, Read>>;
  readonly gated: boolean;
}

const prepared = new WeakSet<GraphQLSchema>();

/**
 * Goes over a schema that type-graphql built, once, and gives it back. Type-graphql leaves wrappers on
 * every field; compiled ones must not pay for them.
 */
export function prepareSchema(schema: GraphQLSchema): GraphQLSchema {
  if (prepared.has(schema)) return schema;
  prepared.add(schema);
  const { entities, objects } = compiledTypes(schema);
  for (const type of objectTypes(schema)) {
    const resolver = compiledResolver(type, { entities, objects });
    for (const field of Object.values(type.getFields()) as Field[]) {
      const resolve = resolver(field.name) ?? field.resolve ?? defaultFieldResolver;
      const isFiller = resolve !== byResponseKey && isFilled(schema, field, entities);
      const answering = isFiller ? filled(resolve) : resolve;
      field.resolve = isOfList(type.name, entities) ? answering : scoped(type.name, answering);
    }
  }
  return schema;
}

/** The resolver of each field that SQL answers, or null for the others. */
function compiledResolver(
  type: GraphQLObjectType,
  { entities, objects }: CompiledTypes,
): (name: string) => Resolver | null {
  const entity = entities.get(type.name);
  const places = objects.get(type.name);
  if (entity) return (name) => compiled(entity, known.get(entity)?.fields.get(name));
  if (places) return (name) => compiledInObject(places, name);
  if (isMade(type.name, entities)) return () => byResponseKey;
  const root = rootReadsOf(type.name);
  return (name) => (root?.has(name) ? compiled(null, root.get(name)) : null);
}

export const objectTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith("__"));

export function compiledTypes(schema: GraphQLSchema): CompiledTypes {
  const entities = new Map([...known.values()].map(({ name, entity }) => [name, entity]));
  const objects = new Map<string, ObjectPlace[]>();
  const visit = (type: GraphQLObjectType, entity: Class | null, fields: Iterable<[string, Read]>): void => {
    for (const [name, read] of fields) {
      if (read.kind !== "object") continue;
      const target = getNamedType(type.getFields()[name]?.type);
      if (!isObjectType(target)) continue;
      const places = objects.get(target.name) ?? [];
      objects.set(target.name, places);
      places.push({ entity, columns: read.columns, fields: read.fields, gated: read.when !== undefined });
      visit(target, entity, Object.entries(read.fields));
    }
  };
  for (const { name, entity, fields } of known.values()) {
    const type = schema.getType(name);
    if (isObjectType(type)) visit(type, entity, fields);
  }
  for (const root of [schema.getQueryType(), schema.getSubscriptionType()])
    if (root) visit(root, null, rootReadsOf(root.name) ?? []);
  return { entities, objects };
}

/** Whether a type was made by us for the connections of an entity. */
export const isMade = (name: string, entities: ReadonlyMap<string, Class>): boolean =>
  name === "PageInfo" || entities.has(name.replace(/(?:Connection|Edge)$/, ""));

/** A part of a connection, which is as open as what leads to it. */
const isOfList = (name: string, entities: ReadonlyMap<string, Class>): boolean =>
  isMade(name, entities) && !entities.has(name);

function compiled(entity: Class | null, read: Read | undefined): Resolver {
  return read?.kind === "resolved" ? resolvedBy(entity, read) : byResponseKey;
}

function compiledInObject(places: readonly ObjectPlace[], name: string): Resolver {
  for (const { entity, fields } of places) {
    const read = fields[name];
    if (read?.kind === "resolved") return resolvedBy(entity, read);
  }
  return byResponseKey;
}

/** Gives a function of ours the columns that it asked for, instants as dates. */
function resolvedBy(entity: Class | null, read: ResolvedRead): Resolver {
  const dates = new Set(entity ? read.needs.filter((property) => isInstant(entity, property)) : []);
  return (source, args, ctx) => {
    const columns = (source as Json | undefined)?.["~"] ?? {};
    const given = Object.entries(columns).map(([property, value]: [string, unknown]) => [
      property,
      dates.has(property) && typeof value === "string" ? new Date(value) : value,
    ]);
    return read.resolve(Object.fromEntries(given) as never, args as never, ctx as never);
  };
}

const isInstant = (entity: Class, property: string): boolean =>
  declaredModel.column(entity, property)?.type === "timestamptz";

/** Fields that a function of ours answers with an entity, an edge, a `Node` or a union of entities, or a list of them. */
function isFilled(schema: GraphQLSchema, field: Field, entities: ReadonlyMap<string, Class>): boolean {
  const type = getNamedType(field.type);
  if (isAbstractType(type)) {
    const possible = schema.getPossibleTypes(type);
    return possible.length > 0 && possible.every(({ name }) => entities.has(name));
  }
  return entities.has(type.name) || (type.name.endsWith("Edge") && isMade(type.name, entities));
}

const filled =
  (resolve: Resolver): Resolver =>
  async (source, args, ctx, info) =>
    (ctx.reads as CompiledReads).fill(ctx, await resolve(source, args, ctx, info), info);

/** Apps get what their scopes open; keys are told where one of theirs would have shown more. */
const scoped =
  (type: string, resolve: Resolver): Resolver =>
  (source, args, ctx, info) => {
    const refusal = refusalFor(ctx.principal, type, source, info);
    if (refusal) throw refusal;
    return resolve(source, args, ctx, info);
  };

function refusalFor(
  principal: Principal,
  type: string,
  source: unknown,
  { fieldName, path }: GraphQLResolveInfo,
): GraphQLError | null {
  if (principal.kind === "app") return refusalOf(principal.scopes, type, fieldName);
  if (principal.kind !== "service") return null;
  const value = (source as Json | null | undefined)?.[path.key];
  const isRefused = typeof value === "object" && value !== null && REFUSED in value;
  return isRefused ? keyRefusalOf(principal.scopes, type, fieldName) : null;
}
