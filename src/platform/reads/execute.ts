/** The compiled reads at work: whole query operations, single rows for payloads, and questions of acts. */
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from "graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../context.ts";
import { refuseToStart } from "./boot.ts";
import { columnOf } from "./columns.ts";
import { Compilation, fragmentsOf } from "./compilation.ts";
import { type Engine, KEY, requestOf } from "./engine.ts";
import { fillValue } from "./fill.ts";
import { collectFields, getVariableValues } from "./graphql-internals.ts";
import { databaseModel } from "./model.ts";
import { Plans } from "./plans.ts";
import type { Class, CompiledReads } from "./reads.ts";
import { knownOf } from "./registry.ts";
import { enter } from "./scope.ts";
import { rootObject } from "./selection.ts";
import { and, Bind, eq, sql } from "./sql.ts";
import { type OnStatement, runStatement } from "./statement.ts";

/** Coercion errors reported at once. */
const COERCION_ERRORS_MAX = 10;

export interface ReadsOptions {
  /** The schema that `buildSchema` made and `prepareSchema` went over. */
  readonly schema: GraphQLSchema;
  readonly dataSource: DataSource;
  readonly onStatement?: OnStatement;
}

/**
 * Starts the compiled reads.
 *
 * @throws Error naming every declaration that cannot be served safely
 */
export function createReads({ schema, dataSource, onStatement }: ReadsOptions): CompiledReads {
  refuseToStart(schema);
  const engine: Engine = {
    schema,
    model: databaseModel(dataSource),
    plans: new Plans(),
    run: (ctx, plan, request) => runStatement(ctx, plan, request, onStatement),
  };
  return {
    answer: (document, operationName, variables, ctx) => answer(engine, document, operationName, variables ?? {}, ctx),
    canSee: (ctx, entity, id) => canSee(engine, ctx, entity, id),
    fill: (ctx, value, info) => fillValue(engine, ctx, value, info),
  };
}

type Variables = Readonly<Record<string, unknown>>;

async function answer(
  engine: Engine,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Variables,
  ctx: Context,
): Promise<ExecutionResult> {
  const { schema } = engine;
  const operation = getOperationAST(document, operationName);
  let rootValue: unknown;
  if (operation?.operation === "query") {
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
      maxErrors: COERCION_ERRORS_MAX,
    });
    if (coerced.errors) return { errors: coerced.errors.map(asBadInput) };
    try {
      rootValue = await readRoot(engine, document, operation, ctx, coerced.coerced);
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }
  return execute({
    schema,
    document,
    rootValue,
    contextValue: ctx,
    variableValues: variables,
    operationName: operationName ?? null,
  });
}

/** All fields of Query that are declared, in one statement; nothing if none is selected. */
async function readRoot(
  engine: Engine,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  ctx: Context,
  variables: Variables,
): Promise<unknown> {
  const request = requestOf(ctx, variables);
  const plan = engine.plans.find(document, operation.name?.value ?? "", request, () => {
    const c = new Compilation(engine.schema, engine.model, request, fragmentsOf(document));
    c.decideDirectives([operation]);
    const selected = collectFields(
      engine.schema,
      c.fragments,
      { ...variables },
      c.objectType("Query"),
      operation.selectionSet,
    );
    const root = rootObject(c, selected);
    return { statement: root && sql`select ${root.sql}::text`, decisions: c.decisions };
  });
  if (plan === null) return undefined;
  const [text] = await engine.run(ctx, plan, request);
  return JSON.parse(text as string) as unknown;
}

const asBadInput = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    originalError: error.originalError ?? null,
    extensions: { ...error.extensions, code: "BAD_USER_INPUT" },
  });

async function canSee(engine: Engine, ctx: Context, entity: Class, id: string): Promise<boolean> {
  const request = requestOf(ctx, { [KEY]: id });
  const plan = engine.plans.find(entity, "canSee", request, () => {
    const c = new Compilation(engine.schema, engine.model, request, {});
    const row = enter(c, knownOf(entity), new Map());
    const key = new Bind("uuid", ({ variables }) => variables[KEY]);
    const where = and(eq(columnOf(row.row, "id"), key), row.visible);
    return { statement: sql`select 1 from ${row.from} where ${where}`, decisions: [] };
  });
  return plan !== null && (await engine.run(ctx, plan, request)).length > 0;
}
