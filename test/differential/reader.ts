/** The naive reader: graphql-js with ordinary resolvers over rows in memory, on a schema that knows no engine. */
import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  executeSync,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  printSchema,
} from "graphql";
import type { AppPrincipal } from "../../src/platform/context.ts";
import { refusalOf } from "../../src/platform/reads/field-scopes.ts";
import { FIELDS } from "./fields.ts";
import { globalIdOf, typeOf } from "./rows.ts";
import type { Sight } from "./sight.ts";
import type { Met } from "./walks.ts";

/** A schema of the same words, whose scalars pass on what they are given. */
export const bareSchema = (schema: GraphQLSchema): GraphQLSchema => buildSchema(printSchema(schema));

export function readNaively(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
  sight: Sight,
  met: Met,
): ExecutionResult {
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    refuseUnscoped(sight.app, info, args);
    const value = valueOf(info.parentType.name, info.fieldName, source as object | undefined, args, sight);
    met.note(info, args, value);
    if (sight.app && NODES.has(info.fieldName)) return openTo(sight.app, value);
    return value instanceof Date ? value.toISOString() : value;
  };
  return executeSync({
    schema,
    document,
    variableValues,
    fieldResolver,
    typeResolver: (row) => typeOf(row as object),
  });
}

const NODES = new Set(["node", "nodes"]);

/** What an app is not told of a type, it is not told by an id of it. */
function openTo(app: AppPrincipal, found: unknown): unknown {
  if (Array.isArray(found)) return found.map((one) => openTo(app, one));
  return found === null || refusalOf(app.scopes, typeOf(found as object), "id") ? null : found;
}

/** Marks a refusal that is due to an order or a filter. */
export const OF_LIST = "ofList";

/** Who may what stands in the table of scopes, and nowhere else: here it only has to be obeyed. */
function refuseUnscoped(app: AppPrincipal | null, info: GraphQLResolveInfo, args: unknown): void {
  if (!app) return;
  const refusal = refusalOf(app.scopes, info.parentType.name, info.fieldName);
  if (refusal) throw refusal;
  const [, listed] = /^(\w+)Connection$/.exec(getNamedType(info.returnType).name) ?? [];
  if (listed === undefined) return;
  const { filter, orderBy } = args as { filter?: Record<string, unknown> | null; orderBy?: { field: string } | null };
  const parts = Object.entries(filter ?? {}).filter(([, value]) => value !== null);
  const asked = [
    ...parts.map(([part]) => refusalOf(app.scopes, `${listed}Filter`, part)),
    orderBy ? refusalOf(app.scopes, `${listed}OrderField`, orderBy.field) : null,
  ].find((one) => one !== null);
  if (asked) throw new GraphQLError(asked.message, { extensions: { ...asked.extensions, [OF_LIST]: true } });
}

function valueOf(type: string, field: string, source: object | undefined, args: unknown, sight: Sight): unknown {
  const resolve = FIELDS[type]?.[field];
  if (resolve) return resolve(source, args, sight);
  if (field === "id") return globalIdOf(source as { id: string });
  const value = (source as Record<string, unknown> | undefined)?.[field];
  if (value === undefined) throw new Error(`The reference does not know ${type}.${field}: write it in fields.ts.`);
  return value;
}
