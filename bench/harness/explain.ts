/** The plans of the statements that Wellmet sends for each operation, as PostgreSQL makes them at this scale. */
import pg from "pg";
import type { Operation, Question } from "../operations/operation.ts";
import { operations } from "../operations/operations.ts";
import { searches } from "../operations/searches.ts";
import { build } from "./build.ts";
import { ask } from "./compare.ts";
import { startContender } from "./contenders.ts";
import { median } from "./measure.ts";
import type { Options } from "./options.ts";
import { OF_THE_RELAY, type SeenStatement, startProxy } from "./statement-proxy.ts";
import { type Place, taskOf } from "./task.ts";
import { Viewers } from "./viewers.ts";
import { openWorld, withCopy } from "./world.ts";

/** A table with more rows than this may not be read from end to end for one request. */
const LARGE_ROWS = 1_000;
/** Asked before, so that the server has made its statement as it will always be. */
const WARM_UPS = 5;
/** Executions of each statement; those of the second half count. */
const TIMED = 600;
/** What a server sends to do its own work, and to begin and end transactions. */
const CONTROL = /^(begin|start|commit|rollback|savepoint|release|set|deallocate)\b/i;
interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly Plans?: readonly PlanNode[];
}

export async function explain(options: Options): Promise<void> {
  await build(options);
  const world = await openWorld(options);
  const faults: string[] = [];
  try {
    const listed = options.ops.map((name) => operations[name]).filter(({ asked }) => asked.wellmet);
    for (const operation of [...listed, ...options.searches.map((name) => searches[name])]) {
      const one = async (url: string) => void faults.push(...(await explainOne(options, url, operation)));
      await (operation.isWrite ? withCopy(world, one) : one(world.url));
    }
  } finally {
    await world.close();
  }
  if (faults.length > 0) throw new Error(`Large tables are read from end to end:\n${faults.join("\n")}`);
}

async function explainOne(options: Options, url: string, operation: Operation | Question): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const place: Place = { client, viewers: new Viewers() };
    const faults: string[] = [];
    const statements = await statementsOf(options, url, place, operation);
    for (const statement of statements) {
      process.stdout.write(`\n=== ${operation.name}\n${statement.text}\n`);
      for (const mode of ["force_custom_plan", "force_generic_plan"]) {
        const { text, tables } = await planOf(client, statement, operation.isWrite ?? false, mode);
        process.stdout.write(`\n--- ${mode}\n${text}\n`);
        for (const table of tables) faults.push(`${operation.name}, ${mode}: ${table}`);
      }
    }
    if ("limit" in operation && !operation.isWrite) await timeStatements(client, place, operation, statements);
    return faults;
  } finally {
    await client.end();
  }
}

/** What the statements take that are prepared and have settled on their plans, beside the hand-written one. */
async function timeStatements(
  client: pg.Client,
  { viewers }: Place,
  operation: Operation,
  statements: readonly SeenStatement[],
): Promise<void> {
  await client.query("set plan_cache_mode = auto");
  const { supply } = await taskOf({ client, viewers }, operation);
  const [target] = await supply(1);
  if (!target) return;
  const { sql, parameters } = operation.limit;
  const byHand = { text: sql, values: parameters(target) as SeenStatement["values"] };
  process.stdout.write(`\n=== ${operation.name}: best and median µs of one execution, prepared\n`);
  for (const [what, statement] of [["limit", byHand], ...statements.map((one) => ["wellmet", one] as const)] as const) {
    const prepared = { name: `timed ${what} ${statement.text.length}`, ...statement, values: [...statement.values] };
    const took: number[] = [];
    for (let run = 0; run < TIMED; run++) {
      const began = performance.now();
      await client.query({ ...prepared, rowMode: "array" });
      took.push((performance.now() - began) * 1_000);
    }
    const text = statement.text.trim().replace(/\s+/g, " ").slice(0, 60);
    const times = [Math.min(...took), median(took.slice(TIMED / 2))].map((time) => time.toFixed(0).padStart(8));
    process.stdout.write(`${times.join("")}  ${what}: ${text} …\n`);
  }
}

/** What the server sends for one request, without what begins and ends transactions. */
async function statementsOf(
  options: Options,
  url: string,
  place: Place,
  operation: Question,
): Promise<readonly SeenStatement[]> {
  const proxy = await startProxy(url);
  const contender = await startContender("wellmet", proxy.url, options);
  try {
    const targets = await (await taskOf(place, operation)).supply(WARM_UPS + 1);
    for (const target of targets.slice(0, WARM_UPS)) await ask(contender, operation, target, place.viewers);
    proxy.seen();
    const target = targets[WARM_UPS % targets.length] ?? targets[0];
    if (target) await ask(contender, operation, target, place.viewers);
    return proxy.seen().filter(isOfARequest);
  } finally {
    await contender.stop();
    await proxy.close();
  }
}

/** The plan in words, and the large tables that it reads whole. Writes are planned, and not run. */
async function planOf(
  client: pg.Client,
  { text, values }: SeenStatement,
  isWrite: boolean,
  mode: string,
): Promise<{ text: string; tables: readonly string[] }> {
  const execute = `execute ${executionOf(client, "explained", values)}`;
  const analyze = isWrite ? "" : "analyze, buffers, ";
  await client.query(`set plan_cache_mode = ${mode}`);
  await client.query(`prepare explained as ${text}`);
  try {
    const plan = await client.query<{ "QUERY PLAN": string }>(`explain (${analyze}costs off) ${execute}`);
    const tree = await client.query<{ "QUERY PLAN": { Plan: PlanNode }[] }>(`explain (format json) ${execute}`);
    const scanned = tree.rows[0]?.["QUERY PLAN"].flatMap(({ Plan }) => scannedIn(Plan)) ?? [];
    return {
      text: plan.rows.map((row) => row["QUERY PLAN"]).join("\n"),
      tables: await largeOf(client, [...new Set(scanned)]),
    };
  } finally {
    await client.query("deallocate explained");
  }
}

export const isOfARequest = ({ text }: SeenStatement): boolean =>
  text !== "" && !CONTROL.test(text) && !OF_THE_RELAY.test(text);

/** A prepared statement's name with its parameters, as `execute` takes it. */
export function executionOf(client: pg.Client, name: string, values: SeenStatement["values"]): string {
  const given = values.map((value) => literal(client, value)).join(", ");
  return `${name}${given === "" ? "" : `(${given})`}`;
}

const literal = (client: pg.Client, value: string | Buffer | null): string => {
  if (value === null) return "null";
  return Buffer.isBuffer(value) ? `'\\x${value.toString("hex")}'` : client.escapeLiteral(value);
};

const scannedIn = (node: PlanNode): string[] => [
  ...(node["Node Type"] === "Seq Scan" && node["Relation Name"] ? [node["Relation Name"]] : []),
  ...(node.Plans ?? []).flatMap(scannedIn),
];

async function largeOf(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    "select relname from pg_class where relname = any($1) and reltuples > $2",
    [tables, LARGE_ROWS],
  );
  return rows.map(({ relname }) => relname);
}
