/** The benchmark itself: compare, count statements, then measure in interleaved rounds. */
import { writeFileSync } from "node:fs";
import pg from "pg";
import type { Operation, Target } from "../operations/operation.ts";
import { operations } from "../operations/operations.ts";
import { build } from "./build.ts";
import { ask, compare } from "./compare.ts";
import { processOf, type Running, startContender, takesPart } from "./contenders.ts";
import { postmasterOf, residentMiB } from "./cpu.ts";
import { Load } from "./load.ts";
import { type Bench, type Cell, median, type Result, resultOf, type Sample, window } from "./measure.ts";
import type { ContenderName, Options } from "./options.ts";
import { printResults } from "./print.ts";
import { startProxy } from "./statement-proxy.ts";
import { Viewers } from "./viewers.ts";
import { openWorld, type World } from "./world.ts";

/** Requests, one after the other, whose statements are counted. */
const COUNTED = 15;

export async function run(options: Options): Promise<void> {
  await build(options);
  const world = await openWorld(options);
  const client = new pg.Client({ connectionString: world.url });
  const load = new Load();
  try {
    await client.connect();
    const bench: Bench = { options, load, viewers: new Viewers(), postmaster: await postmasterOf(client) };
    const results = await measureAll(bench, client, world);
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    load.end();
    await client.end();
    await world.close();
  }
}

/** An operation with what it is asked about. */
interface Task {
  readonly operation: Operation;
  readonly targets: readonly Target[];
}

async function measureAll(bench: Bench, client: pg.Client, world: World): Promise<Result[]> {
  const tasks: Task[] = [];
  for (const name of bench.options.ops) {
    const operation = operations[name];
    if (operation) tasks.push({ operation, targets: await operation.targets(client, world) });
  }
  await bench.viewers.signIn(
    client,
    tasks.flatMap(({ targets }) => targets.map(({ viewerId }) => viewerId)),
  );
  const statements = await compareAll(bench, tasks, world.url);

  const results: Result[] = [];
  await withContenders(bench.options, world.url, async (contenders) => {
    for (const task of tasks) {
      const measured = await measureTask(bench, task, contenders, statements);
      printResults(measured.results, measured.notes);
      results.push(...measured.results);
    }
    for (const { name, pid } of contenders) {
      if (processOf(name) === name)
        process.stderr.write(`${name}: ${residentMiB(pid) ?? "?"} MiB resident at the end\n`);
    }
  });
  return results;
}

const cellName = (contender: ContenderName, operation: Operation): string => `${contender} ${operation.name}`;

/** Statements per request, by cell. A pass of its own, so that counting costs no measured request anything. */
async function compareAll(
  { options, viewers }: Bench,
  tasks: readonly Task[],
  url: string,
): Promise<Map<string, number>> {
  const proxy = await startProxy(url);
  const counts = new Map<string, number>();
  try {
    await withContenders(options, proxy.url, async (contenders) => {
      for (const { operation, targets } of tasks) {
        const able = contenders.filter(({ name }) => takesPart(name, operation));
        await compare(operation, targets, able, viewers);
        for (const { name, port } of able) {
          const perRequest: number[] = [];
          for (const target of targets.slice(0, COUNTED)) {
            const before = proxy.count();
            await ask(name, port, operation, target, viewers);
            perRequest.push(proxy.count() - before);
          }
          counts.set(cellName(name, operation), median(perRequest));
        }
      }
    });
  } finally {
    await proxy.close();
  }
  return counts;
}

/** Starts each process once, and ends them all whatever happens. */
async function withContenders(
  options: Options,
  url: string,
  work: (contenders: readonly Running[]) => Promise<void>,
): Promise<void> {
  const processes = new Map<ContenderName, Running>();
  try {
    for (const name of new Set(options.only.map(processOf)))
      processes.set(name, await startContender(name, url, options));
    await work(options.only.map((name) => ({ ...(processes.get(processOf(name)) as Running), name })));
  } finally {
    for (const { stop } of processes.values()) await stop();
  }
}

interface Measured {
  readonly results: readonly Result[];
  readonly notes: readonly string[];
}

async function measureTask(
  bench: Bench,
  { operation, targets }: Task,
  all: readonly Running[],
  statements: ReadonlyMap<string, number>,
): Promise<Measured> {
  const contenders = all.filter(({ name }) => takesPart(name, operation));
  const samples = new Map<ContenderName, Sample[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < bench.options.rounds; round++) {
    // Each goes first in turn, so that nobody always follows the same one.
    const turn = round % contenders.length;
    for (const contender of [...contenders.slice(turn), ...contenders.slice(0, turn)]) {
      samples.get(contender.name)?.push(await window(bench, contender, operation, targets, round === 0));
    }
  }
  const limits = samples.get("limit") ?? [];
  const cells = contenders.map(
    ({ name }): Cell => ({
      contender: name,
      operation: operation.name,
      statementsPerRequest: statements.get(cellName(name, operation)) ?? null,
      samples: samples.get(name) ?? [],
    }),
  );
  return { results: cells.map((cell) => resultOf(cell, limits)), notes: cells.map((cell) => noteOf(cell, limits)) };
}

/** How much the rounds differ, and what the load itself costs. */
function noteOf({ samples }: Cell, limits: readonly Sample[]): string {
  const each = samples.map(({ requestsPerSecond }, round) =>
    (requestsPerSecond / (limits[round]?.requestsPerSecond ?? Number.NaN)).toFixed(2),
  );
  const load = median(samples.map(({ loadCpuMicros }) => loadCpuMicros)).toFixed(0);
  return `${each.join(" ")}; load ${load} µs`;
}
