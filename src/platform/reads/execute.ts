/** The compiled reads at work: whole query operations, single rows for payloads, and questions of acts. */
import {
  type DocumentNode,
  execute,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from "graphql";
import type { DataSource } from "typeorm";
import type { Question } from "../ask.ts";
import type { Context } from "../context.ts";
import { refuseToStart } from "./boot.ts";
import { columnOf } from "./columns.ts";
import { Compilation, fragmentsOf } from "./compilation.ts";
import { type Engine, KEY, keepingPromises, requestOf, unmarked } from "./engine.ts";
import { fillValue } from "./fill.ts";
import { textWriter, type Writer } from "./json.ts";
import { databaseModel } from "./model.ts";
import type { OnNoted } from "./noted.ts";
import { type Plan, Plans } from "./plans.ts";
import type { Answer, Class, CompiledReads } from "./reads.ts";
import { knownOf, standIns } from "./registry.ts";
import { coerced, compileRoot, requestErrors, type Variables } from "./root.ts";
import { enter, NOWHERE } from "./scope.ts";
import { and, Bind, eq, FALSE, type Request, type Sql, sql, TRUE } from "./sql.ts";
import { nameOf, type OnStatement, Statements, valuesOf } from "./statement.ts";
import { tracer } from "./trace.ts";
import { whichSeen } from "./which-seen.ts";

export interface ReadsOptions {
  /** The schema that `buildSchema` made and `prepareSchema` went over. */
  readonly schema: GraphQLSchema;
  readonly dataSource: DataSource;
  /** How the database writes JSON; as text, unless said otherwise. */
  readonly writer?: Writer;
  /** Whether statements that are used again stay prepared (the default); not behind a pooler in transaction mode. */
  readonly prepared?: boolean;
  /** Holds while the credential of a request does, said of `CREDENTIAL_HASH`; needed where requests owe their proof. */
  readonly credentialHolds?: Sql;
  readonly onStatement?: OnStatement;
  /** Told of reads that are to be noted, after the statement and before the answer: it may neither wait nor throw. */
  readonly onNoted?: OnNoted;
}

/**
 * Starts the compiled reads.
 *
 * @throws Error naming every declaration that cannot be served safely
 */
export function createReads(options: ReadsOptions): CompiledReads {
  const {
    schema,
    dataSource,
    writer = textWriter,
    prepared = true,
    credentialHolds = FALSE,
    onStatement,
    onNoted,
  } = options;
  refuseToStart(schema);
  const statements = new Statements({ dataSource, prepared, onStatement });
  const model = databaseModel(dataSource);
  const noting = { onNoted: onNoted ?? (() => undefined), notes: onNoted !== undefined };
  const engine: Engine = { schema, model, writer, plans: new Plans(), statements, credentialHolds, ...noting };
  return {
    schema,
    answer: (document, operationName, variables, ctx) => answer(engine, document, operationName, variables ?? {}, ctx),
    canSee: (ctx, entity, id) => canSee(engine, ctx, entity, id),
    sightOf: (ctx, entity, id) => sightOf(engine, ctx, entity, id),
    standIn: (ctx, entity, id) => standIn(engine, ctx, entity, id),
    whichSeen: (ctx, question, values) => whichSeen(engine, ctx, question, values),
    fill: (ctx, value, info) => fillValue(engine, ctx, value, info),
    trace: tracer(engine, dataSource),
  };
}

async function answer(
  engine: Engine,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Variables,
  ctx: Context,
): Promise<Answer> {
  const operation = getOperationAST(document, operationName);
  let read: RootRead | null = null;
  if (operation && operation.operation !== OperationTypeNode.MUTATION) {
    try {
      read = await readProved(engine, document, operation, ctx, coerced(engine.schema, operation, variables));
    } catch (error) {
      return { errors: requestErrors(error) };
    }
  }
  if (read?.isWhole) return { text: read.text };
  await ctx.proof?.demand();
  return execute({
    schema: engine.schema,
    document,
    rootValue: read && JSON.parse(read.text),
    contextValue: ctx,
    variableValues: variables,
    operationName: operationName ?? null,
  });
}

/** Finished JSON, and whether it is the answer already: else graphql-js goes over it. */
interface RootRead<Text = string> {
  readonly text: Text;
  readonly isWhole: boolean;
}

/** All fields of the root that are declared, in one statement; null if none is selected. */
async function readProved(...asked: Parameters<typeof readRoot>): Promise<RootRead | null> {
  const read = await readRoot(...asked);
  if (read === null || hasText(read)) return read;
  // The credential did not hold, or its use is to be recorded.
  const [, , , ctx] = asked;
  await ctx.proof?.demand();
  return readProved(...asked);
}

const hasText = (read: RootRead<string | null>): read is RootRead => read.text !== null;

/** The same, with no text where the statement was to prove the credential and did not. */
async function readRoot(
  engine: Engine,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  ctx: Context,
  variables: Variables,
): Promise<RootRead<string | null> | null> {
  const name = operation.name?.value ?? "";
  return keepingPromises(engine, ctx, async (writer, mayBeWhole) => {
    const request = requestOf(ctx, variables);
    const isOwed = request.credentialHash !== null;
    const plan = engine.plans.find(document, `${writer.name} ${isOwed ? "owed" : ""} ${name}`, request, () => {
      const fragments = fragmentsOf(document);
      const condition = isOwed ? engine.credentialHolds : TRUE;
      const whole = compileRoot(new Compilation(request, { ...engine, writer, fragments }), operation, condition);
      if (whole.isWhole && mayBeWhole) return whole;
      const options = { ...engine, writer, fragments, tagsTypes: true };
      return { ...compileRoot(new Compilation(request, options), operation), isWhole: false };
    });
    if (plan === null) return null;
    // Only a statement that answers everything can prove the credential too: what goes on afterwards may not wait for it.
    if (!plan.isWhole) await ctx.proof?.demand();
    const [text] = await engine.statements.run(ctx, plan, request);
    return { text: text ? unmarked(engine, ctx, plan, text) : null, isWhole: plan.isWhole };
  });
}

async function canSee(engine: Engine, ctx: Context, entity: Class, id: string): Promise<boolean> {
  const request = requestOf(ctx, { [KEY]: id });
  const plan = sightPlan(engine, entity, request);
  return plan !== null && (await engine.statements.run(ctx, plan, request)).length > 0;
}

function sightOf(engine: Engine, ctx: Context, entity: Class, id: string): Question | null {
  const request = requestOf(ctx, { [KEY]: id });
  const plan = sightPlan(engine, entity, request);
  return plan && { statement: { name: nameOf(plan), text: plan.text }, values: valuesOf(plan, request) };
}

const sightPlan = (engine: Engine, entity: Class, request: Request): Plan | null =>
  engine.plans.find(entity, "canSee", request, () => {
    const c = new Compilation(request, { ...engine, fragments: {} });
    const row = enter(c, knownOf(entity), NOWHERE);
    const key = new Bind("uuid", ({ variables }) => variables[KEY]);
    const where = and(eq(columnOf(row.row, "id"), key), row.visible);
    return c.finish(sql`select 1${c.from(row.from)} where ${where}`);
  });

async function standIn(engine: Engine, ctx: Context, entity: Class, id: string): Promise<string | null> {
  const declared = standIns.get(entity);
  if (!declared) return null;
  const request = requestOf(ctx, { [KEY]: id });
  const plan = engine.plans.find(entity, "standIn", request, () => {
    const c = new Compilation(request, { ...engine, fragments: {} });
    const { viewer } = enter(c, knownOf(entity), NOWHERE);
    const key = new Bind("uuid", ({ variables }) => variables[KEY]);
    const other = declared(key, viewer);
    return c.finish(other && sql`select (${other})::text`);
  });
  const [other = null] = plan === null ? [] : await engine.statements.run(ctx, plan, request);
  return other;
}
