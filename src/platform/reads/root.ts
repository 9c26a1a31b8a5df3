/** The root of an operation that reads: its variables, and the statement for all its fields. */
import {
  GraphQLError,
  type GraphQLScalarType,
  type GraphQLSchema,
  getNullableType,
  isNonNullType,
  isScalarType,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  typeFromAST,
} from "graphql";
import type { Compilation } from "./compilation.ts";
import { collectFields, getVariableValues } from "./graphql-internals.ts";
import { COERCION_ERRORS_MAX } from "./limits.ts";
import type { Compiled } from "./plans.ts";
import type { RootType } from "./registry.ts";
import { rootObject } from "./selection.ts";
import { type Sql, sql, TRUE, when } from "./sql.ts";

export type Variables = Readonly<Record<string, unknown>>;

/** @throws AggregateError of request errors */
export function coerced(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables): Variables {
  const simply = simplyCoerced(schema, operation, variables);
  if (simply) return simply;
  const result = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: COERCION_ERRORS_MAX,
  });
  if (result.errors) throw new AggregateError(result.errors.map(asBadInput));
  return result.coerced;
}

/** A variable of a scalar type, without a default. */
interface ScalarVariable {
  readonly name: string;
  readonly type: GraphQLScalarType;
  readonly isNonNull: boolean;
}

/** The variables of an operation of that schema; null if there are others than those of scalar types. */
interface KnownVariables {
  readonly schema: GraphQLSchema;
  readonly scalars: readonly ScalarVariable[] | null;
}

const knownVariables = new WeakMap<OperationDefinitionNode, KnownVariables>();

/** As graphql-js does it, where that is simple; null where it is not, and for what is refused, which it explains better. */
function simplyCoerced(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Variables,
): Variables | null {
  let known = knownVariables.get(operation);
  if (known?.schema !== schema)
    knownVariables.set(operation, (known = { schema, scalars: scalarsOf(schema, operation) }));
  if (!known.scalars) return null;
  const values: Record<string, unknown> = {};
  for (const { name, type, isNonNull } of known.scalars) {
    const isGiven = Object.hasOwn(variables, name);
    const value = isGiven ? parsed(type, variables[name]) : null;
    if (value === undefined || (isNonNull && value === null)) return null;
    if (isGiven) values[name] = value;
  }
  return values;
}

/** Undefined for a value that the type does not take. */
function parsed(type: GraphQLScalarType, given: unknown): unknown {
  if (given === null || given === undefined) return null;
  try {
    return type.parseValue(given);
  } catch {
    return undefined;
  }
}

function scalarsOf(schema: GraphQLSchema, operation: OperationDefinitionNode): ScalarVariable[] | null {
  const scalars = (operation.variableDefinitions ?? []).map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node as NamedTypeNode);
    const named = type && getNullableType(type);
    if (defaultValue || !named || !isScalarType(named)) return null;
    return { name: variable.name.value, type: named, isNonNull: isNonNullType(type) };
  });
  return scalars.every((scalar) => scalar !== null) ? scalars : null;
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
  const root: RootType = operation.operation === OperationTypeNode.SUBSCRIPTION ? "Subscription" : "Query";
  const selected = collectFields(
    schema,
    fragments,
    { ...request.variables },
    c.objectType(root),
    operation.selectionSet,
  );
  const object = rootObject(c, root, selected);
  return c.finish(object && sql`select ${when(condition, sql`(${object})::text`)}${c.from()}`);
}

const asBadInput = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    originalError: error.originalError ?? null,
    extensions: { ...error.extensions, code: "BAD_USER_INPUT" },
  });
