/** The naive reader: graphql-js with ordinary resolvers over rows in memory, on a schema that knows no engine. */
import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  executeSync,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  printSchema,
} from "graphql";
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
    const value = valueOf(info.parentType.name, info.fieldName, source as object | undefined, args, sight);
    met.note(info, args, value);
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

function valueOf(type: string, field: string, source: object | undefined, args: unknown, sight: Sight): unknown {
  const resolve = FIELDS[type]?.[field];
  if (resolve) return resolve(source, args, sight);
  if (field === "id") return globalIdOf(source as { id: string });
  const value = (source as Record<string, unknown> | undefined)?.[field];
  if (value === undefined) throw new Error(`The reference does not know ${type}.${field}: write it in fields.ts.`);
  return value;
}
