/** The benchmark itself: compare, count statements, then measure in interleaved rounds. */
import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Operation } from "../operations/operation.ts";
import { operations } from "../operations/operations.ts";
import { build } from "./build.ts";
import { ask, compare } from "./compare.ts";
import { processOf, type Running, startContender, takesPart } from "./contenders.ts";
import { postmasterOf, residentMiB } from "./cpu.ts";
import { Load } from "./load.ts";
import { type Bench, type Cell, median, type Result, ratios, resultOf, type Sample, window } from "./measure.ts";
import type { ContenderName, Options } from "./options.ts";
import { printResults } from "./print.ts";
import { OF_THE_RELAY, startProxy } from "./statement-proxy.ts";
import { type Place, type Task, taskOf } from "./task.ts";
import { Viewers } from "./viewers.ts";
import { openWorld, withCopy } from "./world.ts";

/** Requests, one after the other, whose statements are counted. */
const COUNTED = 15;
/** How long the product may take to hand on what a window of writes announced. */
const SETTLE_TIMEOUT_MS = 30_000;
const POLL_MS = 100;

export async function run(options: Options): Promise<void> {
  await build(options);
  const world = await openWorld(options);
  const load = new Load();
  try {
    const chosen = options.ops.map((name) => operations[name]);
    const [reads, writes] = [chosen.filter(({ isWrite }) => !isWrite), chosen.filter(({ isWrite }) => isWrite)];
    const results: Result[] = [];
    if (reads.length > 0) results.push(...(await measureOn(world.url, reads, options, load)));
    // What is written would change what everybody reads, and the database is kept.
    if (writes.length > 0)
      await withCopy(world, async (url) => void results.push(...(await measureOn(url, writes, options, load))));
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    load.end();
    await world.close();
  }
}

async function measureOn(
  url: string,
  chosen: readonly Operation[],
  options: Options,
  load: Load,
): Promise<readonly Result[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const place: Place = { client, viewers: new Viewers() };
    const tasks: Task[] = [];
    for (const operation of chosen) tasks.push(await taskOf(place, operation));
    const statements = await compareAll(place, tasks, options, url);
    const bench = { ...place, options, load, postmaster: await postmasterOf(client) };
    const results: Result[] = [];
    await withContenders(options, url, async (contenders) => {
      for (const task of tasks) results.push(...(await measureTask(bench, task, contenders, statements)));
      for (const { name, pid } of contenders) {
        if (processOf(name) === name)
          process.stdout.write(`${name}: ${residentMiB(pid) ?? "?"} MiB resident at the end\n`);
      }
    });
    return results;
  } finally {
    await client.end();
  }
}

const cellName = (contender: ContenderName, operation: Operation): string => `${contender} ${operation.name}`;

/** Statements per request, by cell. A pass of its own, so that counting costs no measured request anything. */
async function compareAll(
  place: Place,
  tasks: readonly Task[],
  options: Options,
  url: string,
): Promise<Map<string, number>> {
  const proxy = await startProxy(url);
  const counts = new Map<string, number>();
  try {
    await withContenders(options, proxy.url, async (contenders) => {
      for (const task of tasks) {
        const able = contenders.filter(({ name }) => takesPart(name, task.operation));
        await compare(place, task, able);
        for (const contender of able) {
          const perRequest: number[] = [];
          for (const target of (await task.supply(COUNTED)).slice(0, COUNTED)) {
            // What is done once for whoever has just signed in is no part of a request.
            if (!task.operation.isWrite) await ask(contender, task.operation, target, place.viewers);
            proxy.seen();
            await ask(contender, task.operation, target, place.viewers);
            perRequest.push(proxy.seen().filter(({ text }) => !OF_THE_RELAY.test(text)).length);
          }
          counts.set(cellName(contender.name, task.operation), median(perRequest));
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
    for (const name of new Set(options.only.map(processOf))) {
      processes.set(name, await startContender(name, url, options));
    }
    await work(options.only.map((name) => ({ ...(processes.get(processOf(name)) as Running), name })));
  } finally {
    for (const { stop } of processes.values()) await stop();
  }
}

async function measureTask(
  bench: Bench & Place,
  task: Task,
  all: readonly Running[],
  statements: ReadonlyMap<string, number>,
): Promise<readonly Result[]> {
  const { operation } = task;
  const contenders = all.filter(({ name }) => takesPart(name, operation));
  const samples = new Map<ContenderName, Sample[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < bench.options.rounds; round++) {
    // Each goes first in turn, so that nobody always follows the same one.
    const turn = round % contenders.length;
    for (const contender of [...contenders.slice(turn), ...contenders.slice(0, turn)]) {
      samples.get(contender.name)?.push(await window(bench, contender, task, round === 0));
      if (operation.isWrite) await settled(bench.client);
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
  const results = cells.map((cell) => resultOf(cell, limits));
  printResults(
    results,
    cells.map((cell) => noteOf(cell, limits)),
  );
  return results;
}

/** How much the rounds differ, and what the load itself costs. */
function noteOf({ samples }: Cell, limits: readonly Sample[]): string {
  const each = ratios(samples, limits).map((ratio) => ratio.toFixed(2));
  const load = median(samples.map(({ loadCpuMicros }) => loadCpuMicros)).toFixed(0);
  const failures = samples.reduce((sum, sample) => sum + sample.failures, 0);
  return `${each.join(" ")}; load ${load} µs${failures > 0 ? `; ${failures} failed` : ""}`;
}

/** Waits until the product has handed on its events: that is its own work, and no part of anybody else's window. */
async function settled(client: pg.Client): Promise<void> {
  for (let waited = 0; waited < SETTLE_TIMEOUT_MS; waited += POLL_MS) {
    const { rows } = await client.query<{ rest: boolean }>("select exists (select from unrelayed_events) as rest");
    if (rows[0]?.rest !== true) return;
    await wait(POLL_MS);
  }
  process.stderr.write("Events of the last window are still being handed on.\n");
}
