/**
 * Answers together with what they depend on, for whoever keeps them. Rows carry their ids and those of the rows they
 * point at; the ids are taken out again, so that the text is the one that `answer` gives, to the letter.
 */
import { type DocumentNode, GraphQLError, getOperationAST } from "graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../context.ts";
import { Compilation, fragmentsOf } from "./compilation.ts";
import { type Dependencies, dependenciesOf, ID_SEPARATOR, IDS_KEY, type Moment, type Tables } from "./dependencies.ts";
import { type Engine, requestOf } from "./engine.ts";
import { textWriter } from "./json.ts";
import type { Plan } from "./plans.ts";
import type { CompiledReads, Traced, TraceOptions } from "./reads.ts";
import { coerced, compileRoot, type Variables } from "./root.ts";
import type { Request } from "./sql.ts";
import { BrokenPromise } from "./statement.ts";

/** Only a key is followed by a colon, and quotes inside of texts are escaped: nothing else looks like this. */
const IDS = new RegExp(`"${IDS_KEY}":"([^"]*)",?`, "g");

interface TracedPlan {
  readonly plan: Plan;
  readonly request: Request;
  readonly dependencies: Dependencies;
}

export function tracer(engine: Engine, dataSource: DataSource): CompiledReads["trace"] {
  const tables = new DeclaredTables(dataSource);
  const understood = new WeakMap<Plan, Dependencies | null>();

  const find = (document: DocumentNode, name: string | null | undefined, variables: Variables, ctx: Context) => {
    const operation = getOperationAST(document, name);
    if (operation?.operation !== "query") return null;
    const request = requestOf(ctx, coerced(engine.schema, operation, variables));
    const plan = engine.plans.find(document, `traced ${operation.name?.value ?? ""}`, request, () => {
      const options = { ...engine, writer: textWriter, fragments: fragmentsOf(document), tellsIds: true, notes: false };
      return compileRoot(new Compilation(request, options), operation);
    });
    if (!plan?.isWhole) return null;
    let dependencies = understood.get(plan);
    if (dependencies === undefined) {
      dependencies = dependenciesOf(plan.text, clockOf(plan, request), tables);
      understood.set(plan, dependencies);
    }
    return dependencies && { plan, request, dependencies };
  };

  return async (document, operationName, variables, ctx, options) => {
    const found = unlessRefused(() => find(document, operationName, variables ?? {}, ctx));
    if (!found || !areTold(found.dependencies, options)) return null;
    const [text] = await engine.statements.run(ctx, found.plan, found.request).catch(unlessBroken);
    return text === undefined ? null : traced(found, text as string, { ctx, options, tables });
  };
}

/** What is wrong with a request, `answer` says. */
function unlessRefused<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof AggregateError) return null;
    throw error;
  }
}

const unlessBroken = (error: unknown): unknown[] => {
  if (error instanceof BrokenPromise) return [];
  throw error;
};

const areTold = ({ tables }: Dependencies, { told }: TraceOptions): boolean =>
  told === null || [...tables].every((table) => told.has(table));

/** The number of the parameter that is the request's instant. */
function clockOf({ binds }: Plan, request: Request): number | null {
  const at = binds.findIndex((bind) => bind.type === "timestamptz" && bind.of(request) === request.now);
  return at < 0 ? null : at + 1;
}

interface Surroundings {
  readonly ctx: Context;
  readonly options: TraceOptions;
  readonly tables: DeclaredTables;
}

async function traced(found: TracedPlan, text: string, around: Surroundings): Promise<Traced> {
  const { plan, request, dependencies } = found;
  const ids = new Set<string>();
  for (const [, told = ""] of text.matchAll(IDS)) for (const id of told.split(ID_SEPARATOR)) ids.add(id);
  for (const bind of plan.binds) {
    if (!bind.type.startsWith("uuid")) continue;
    for (const id of [bind.of(request)].flat()) if (typeof id === "string") ids.add(id);
  }
  const { tables, columns, wholeIfEmpty } = dependencies;
  const isFound = wholeIfEmpty.size === 0 || showsRows(text);
  const whole = new Set([...dependencies.whole, ...(isFound ? [] : wholeIfEmpty)]);
  const changesAt = await nextMoment({ ...dependencies, whole }, [...ids], request.now, around);
  return { text: text.replace(IDS, ""), ids, tables, whole, columns, changesAt };
}

/** Whether every root field shows at least one row. */
const showsRows = (text: string): boolean =>
  Object.values(JSON.parse(text) as object).every((value) => JSON.stringify(value).includes(`"${IDS_KEY}":`));

/** When the clock alone changes the answer, if that is soon. */
async function nextMoment(
  { moments, whole, columns }: Dependencies,
  ids: readonly string[],
  now: Date,
  { ctx, options, tables }: Surroundings,
): Promise<Date | null> {
  if (moments.length === 0) return null;
  const isNamed = (table: string): boolean =>
    !whole.has(table) && ![...columns].some((column) => column.startsWith(`${table}.`));
  const parts = new Set(
    moments.map((moment) => momentSql(moment, isNamed(moment.table) ? tables.keys(moment.table) : [])),
  );
  const until = new Date(now.getTime() + options.within);
  const [found] = await ctx.db.query<{ at: Date | null }[]>(
    `select min(at) as at from (${[...parts].join(" union all ")}) moments where $3::uuid[] is not null`,
    [now, until, ids],
  );
  return found?.at ?? null;
}

/** The first moment of a column after now, of rows that are or point at one of the ids. */
function momentSql({ table, column, laterMs }: Moment, keys: readonly string[]): string {
  const later = `make_interval(secs => ${laterMs / 1_000})`;
  const named = keys.map((key) => `"${key}" = any($3)`).join(" or ");
  return `select min("${column}") + ${later} as at from "${table}"
    where "${column}" > $1::timestamptz - ${later} and "${column}" <= $2::timestamptz - ${later}${named && ` and (${named})`}`;
}

/** What the entities say of their tables. */
class DeclaredTables implements Tables {
  private known: Map<string, { uuids: ReadonlySet<string>; unique: ReadonlySet<string> }> | undefined;

  constructor(private readonly dataSource: DataSource) {}

  isUuid(table: string, column: string): boolean {
    return this.of(table)?.uuids.has(column) === true;
  }

  isUnique(table: string, column: string): boolean {
    return this.of(table)?.unique.has(column) === true;
  }

  keys(table: string): string[] {
    return [...(this.of(table)?.uuids ?? [])];
  }

  /** The data source may be asked before it is connected. */
  private of(table: string) {
    this.known ??= new Map(
      this.dataSource.entityMetadatas.map(({ tableName, columns, primaryColumns, uniques }) => {
        const keys = [primaryColumns, ...uniques.map((unique) => unique.columns)].filter(({ length }) => length === 1);
        const unique = new Set(keys.flatMap((key) => key.map(({ databaseName }) => databaseName)));
        const uuids = columns.filter(({ type, isArray }) => type === "uuid" && !isArray);
        return [tableName, { uuids: new Set(uuids.map(({ databaseName }) => databaseName)), unique }];
      }),
    );
    return this.known.get(table);
  }
}
