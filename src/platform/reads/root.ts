/** The root of a query operation: its variables, and the statement for all its fields. */
import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import type { Compilation } from "./compilation.ts";
import { collectFields, getVariableValues } from "./graphql-internals.ts";
import { COERCION_ERRORS_MAX } from "./limits.ts";
import type { Compiled } from "./plans.ts";
import { rootObject } from "./selection.ts";
import { type Sql, sql, TRUE, when } from "./sql.ts";

export type Variables = Readonly<Record<string, unknown>>;

/** @throws AggregateError of request errors */
export function coerced(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables): Variables {
  const result = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: COERCION_ERRORS_MAX,
  });
  if (result.errors) throw new AggregateError(result.errors.map(asBadInput));
  return result.coerced;
}

/** What refuses the whole request; a fault of ours goes on its way. */
export function requestErrors(error: unknown): GraphQLError[] {
  if (error instanceof GraphQLError) return [error];
  if (error instanceof AggregateError) return error.errors as GraphQLError[];
  throw error;
}

/** @param condition what must hold for the operation to be answered; without it the answer is null */
export function compileRoot(c: Compilation, operation: OperationDefinitionNode, condition: Sql = TRUE): Compiled {
  c.decideDirectives([operation]);
  const { schema, fragments, request } = c;
  const selected = collectFields(
    schema,
    fragments,
    { ...request.variables },
    c.objectType("Query"),
    operation.selectionSet,
  );
  const root = rootObject(c, selected);
  return c.finish(root && sql`select ${when(condition, sql`(${root})::text`)}${c.from()}`);
}

const asBadInput = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    originalError: error.originalError ?? null,
    extensions: { ...error.extensions, code: "BAD_USER_INPUT" },
  });
