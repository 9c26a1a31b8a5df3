/** What a search costs PostgreSQL in a world a hundred times as large, for answers of equal size. */
import { existsSync, readFileSync } from "node:fs";
import pg from "pg";
import type { Question, Target } from "../operations/operation.ts";
import { searches } from "../operations/searches.ts";
import { build } from "./build.ts";
import { ask } from "./compare.ts";
import { type Running, startContender } from "./contenders.ts";
import { executionOf, isOfARequest } from "./explain.ts";
import { median } from "./measure.ts";
import type { Options, SearchName } from "./options.ts";
import { type SeenStatement, type StatementProxy, startProxy } from "./statement-proxy.ts";
import { taskOf } from "./task.ts";
import { Viewers } from "./viewers.ts";
import { openWorld, type World } from "./world.ts";

/** Times what the same search costs in the small world that it may cost in the large one. */
const GROWTH_MAX = 3;
/** Asked before, so that the server has made its statement as it will always be. */
const WARM_UPS = 5;
/** Searches of each kind in each world, and how often they are run; the rounds of the second half count. */
const TARGETS = 6;
const ROUNDS = 40;

/** One of the two worlds, with a server in front of it. */
interface Side {
  readonly world: World;
  readonly client: pg.Client;
  readonly proxy: StatementProxy;
  readonly server: Running;
  readonly viewers: Viewers;
}

/** One request: the rows of its answer, and the statements that were sent for it. */
interface Asked {
  readonly rows: number;
  readonly statements: readonly SeenStatement[];
}

/** Requests that are run together. */
interface Run {
  /** What one of them takes on average, in milliseconds. */
  time(): Promise<number>;
  /** How many pages one of them looks at. */
  readonly pages: number;
}

export async function growth(options: Options): Promise<void> {
  await build(options);
  const opened: Side[] = [];
  try {
    opened.push(await openSide({ ...options, scale: "S", data: options.small }), await openSide(options));
    const [small, large] = opened;
    if (!small || !large) return;
    const tooMuch: SearchName[] = [];
    print(["search", "rows", "S ms", "M ms", "ratio", "S pages", "M pages"]);
    for (const name of options.searches) {
      const grown = await compareSides(small, large, searches[name]);
      if (grown > GROWTH_MAX) tooMuch.push(name);
    }
    if (tooMuch.length > 0) throw new Error(`More than ${GROWTH_MAX} times as much at M: ${tooMuch.join(", ")}.`);
  } finally {
    for (const side of opened) await closeSide(side);
  }
}

async function openSide(options: Options): Promise<Side> {
  const world = await openWorld(options);
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const proxy = await startProxy(world.url);
  const server = await startContender("wellmet", proxy.url, options);
  return { world, client, proxy, server, viewers: new Viewers() };
}

async function closeSide({ world, client, proxy, server }: Side): Promise<void> {
  await server.stop();
  await proxy.close();
  await client.end();
  await world.close();
}

/** How many times as much the search costs in the large world. */
async function compareSides(small: Side, large: Side, search: Question): Promise<number> {
  const [few, many] = [await allAsked(small, search), await allAsked(large, search)];
  const rows = Math.max(0, ...few.map((asked) => asked.rows).filter((count) => many.some((one) => one.rows === count)));
  if (rows === 0) throw new Error(`No search of ${search.name} is answered by equally many rows in both worlds.`);
  const [atSmall, atLarge] = [await prepared(small, few, rows), await prepared(large, many, rows)];
  const took: { small: number; large: number }[] = [];
  // In turn, so that whatever else the machine does meets both.
  for (let round = 0; round < ROUNDS; round++) took.push({ small: await atSmall.time(), large: await atLarge.time() });
  const settled = took.slice(ROUNDS / 2);
  const times = [median(settled.map((round) => round.small)), median(settled.map((round) => round.large))] as const;
  const ratio = times[1] / times[0];
  print([search.name, rows, ...[...times, ratio].map((value) => value.toFixed(2)), atSmall.pages, atLarge.pages]);
  return ratio;
}

/** Each target asked for once; the first ones only warm the server up. */
async function allAsked(side: Side, search: Question): Promise<Asked[]> {
  const targets = await (await taskOf(side, search)).supply(0);
  const asked: Asked[] = [];
  for (const target of targets) asked.push(await askOnce(side, search, target));
  return asked.slice(WARM_UPS);
}

async function askOnce({ proxy, server, viewers }: Side, search: Question, target: Target): Promise<Asked> {
  proxy.seen();
  const answer = await ask(server, search, target, viewers);
  return { rows: Array.isArray(answer) ? answer.length : 0, statements: proxy.seen().filter(isOfARequest) };
}

/** Some of the requests that were answered by so many rows, as the server sends them: prepared, by the plan settled on. */
async function prepared({ client }: Side, asked: readonly Asked[], rows: number): Promise<Run> {
  const fitting = asked.filter((one) => one.rows === rows).slice(0, TARGETS);
  const names = new Map<string, string>();
  await client.query("deallocate all");
  for (const { text } of fitting.flatMap(({ statements }) => statements)) {
    if (names.has(text)) continue;
    const name = `searched_${names.size}`;
    names.set(text, name);
    await client.query(`prepare ${name} as ${text}`);
  }
  const executions = fitting.flatMap(({ statements }) =>
    statements.map(({ text, values }) => executionOf(client, names.get(text) ?? "", values)),
  );
  const backend = await backendOf(client);
  const time = async () => {
    const before = cpuMs(backend);
    for (const execution of executions) await client.query({ text: `execute ${execution}`, rowMode: "array" });
    return (cpuMs(backend) - before) / fitting.length;
  };
  for (let warm = 0; warm < WARM_UPS; warm++) await time();
  let pages = 0;
  for (const execution of executions) pages += await pagesOf(client, execution);
  return { time, pages: Math.round(pages / fitting.length) };
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid ?? 0;
}

/**
 * How long a process was on a processor. Unlike the time on the clock it does not depend on what else the machine does;
 * where there is no such file, the clock must do.
 */
function cpuMs(pid: number): number {
  const file = `/proc/${pid}/schedstat`;
  if (!existsSync(file)) return performance.now();
  return Number(readFileSync(file, "utf8").split(" ")[0]) / NANOSECONDS_PER_MS;
}

interface Explained {
  readonly "QUERY PLAN": readonly {
    readonly Plan: { readonly "Shared Hit Blocks": number; readonly "Shared Read Blocks": number };
  }[];
}

async function pagesOf(client: pg.Client, execution: string): Promise<number> {
  const { rows } = await client.query<Explained>(`explain (analyze, buffers, format json) execute ${execution}`);
  const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
  return plan ? plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] : 0;
}

const NANOSECONDS_PER_MS = 1e6;
const NAME_WIDTH = 28;
const NUMBER_WIDTH = 9;

const print = ([name, ...numbers]: readonly (string | number)[]): void => {
  const cells = numbers.map((number) => String(number).padStart(NUMBER_WIDTH));
  process.stdout.write(`${String(name).padEnd(NAME_WIDTH)}${cells.join("")}\n`);
};
