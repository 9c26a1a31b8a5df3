/** Load on one server alone, under V8's profiler, and a list of where its time went. */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Operation } from "../operations/operation.ts";
import { operations } from "../operations/operations.ts";
import { build } from "./build.ts";
import { startContender, takesPart } from "./contenders.ts";
import { postmasterOf } from "./cpu.ts";
import { Load } from "./load.ts";
import { type Sample, window } from "./measure.ts";
import type { ContenderName, Options } from "./options.ts";
import { ROOT } from "./processes.ts";
import { taskOf } from "./task.ts";
import { Viewers } from "./viewers.ts";
import { openWorld, withCopy } from "./world.ts";

const LINES = 45;
const SAMPLING_MICROS = 200;

export async function profile(options: Options): Promise<void> {
  await build(options);
  const world = await openWorld(options);
  const load = new Load();
  try {
    const name = options.only.find((one) => one !== "limit") ?? "limit";
    for (const operation of options.ops.map((op) => operations[op])) {
      if (!takesPart(name, operation)) continue;
      const one = (url: string) => profileOne(options, url, load, name, operation);
      await (operation.isWrite ? withCopy(world, one) : one(world.url));
    }
  } finally {
    load.end();
    await world.close();
  }
}

async function profileOne(
  options: Options,
  url: string,
  load: Load,
  name: ContenderName,
  operation: Operation,
): Promise<void> {
  const folder = join(options.data, "profiles");
  mkdirSync(folder, { recursive: true });
  const file = `${name}-${operation.name}-${new Date().toISOString().replaceAll(":", "-")}.cpuprofile`;
  const flags = [
    ...["--cpu-prof", `--cpu-prof-dir=${folder}`],
    ...[`--cpu-prof-name=${file}`, `--cpu-prof-interval=${SAMPLING_MICROS}`],
  ];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const viewers = new Viewers();
  const task = await taskOf({ client, viewers }, operation);
  const contender = await startContender(name, url, options, flags);
  let sample: Sample;
  let until: number;
  try {
    const bench = { options, load, viewers, postmaster: await postmasterOf(client) };
    sample = await window(bench, contender, task, true);
    until = monotonicMicros();
  } finally {
    await contender.stop();
    await client.end();
  }
  const { requestsPerSecond, nodeCpuMicros, postgresCpuMicros } = sample;
  const costs = `Node ${nodeCpuMicros?.toFixed(0) ?? "?"} µs and PostgreSQL ${postgresCpuMicros?.toFixed(0) ?? "?"} µs`;
  process.stdout.write(
    `\n${name} ${operation.name}: ${requestsPerSecond.toFixed(0)} requests/s, ${costs} of CPU each, under the profiler\n`,
  );
  if (!readdirSync(folder).includes(file)) return;
  const requests = requestsPerSecond * options.seconds;
  printTop(join(folder, file), { from: until - options.seconds * 1_000_000, until, requests });
  process.stdout.write(`${relative(ROOT, join(folder, file))} opens in any Chromium's DevTools.\n`);
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** Microseconds of the machine's monotonic clock, as `process.hrtime` reads it too. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const monotonicMicros = (): number => Number(process.hrtime.bigint() / 1_000n);

/** The part of a profile that was measured: starting up is not asked about. */
interface Measured {
  readonly from: number;
  readonly until: number;
  readonly requests: number;
}

function printTop(file: string, { from, until, requests }: Measured): void {
  const { nodes, samples, timeDeltas, startTime } = JSON.parse(readFileSync(file, "utf8")) as CpuProfile;
  const micros = new Map<number, number>();
  let at = startTime;
  for (const [index, id] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    at += delta;
    if (at >= from && at <= until) micros.set(id, (micros.get(id) ?? 0) + delta);
  }
  const byFunction = new Map<string, number>();
  const byFile = new Map<string, number>();
  for (const { id, callFrame } of nodes) {
    const time = micros.get(id) ?? 0;
    const place = placeOf(callFrame.url);
    const name = `${callFrame.functionName || "(anonymous)"} ${place}${place ? `:${callFrame.lineNumber + 1}` : ""}`;
    if (callFrame.functionName === "(idle)") continue;
    byFunction.set(name, (byFunction.get(name) ?? 0) + time);
    byFile.set(packageOf(place), (byFile.get(packageOf(place)) ?? 0) + time);
  }
  printLines("by package, µs per request", byFile, requests, LINES / 3);
  printLines("by function, self, µs per request", byFunction, requests, LINES);
}

function printLines(title: string, times: ReadonlyMap<string, number>, requests: number, lines: number): void {
  const inOrder = [...times].sort(([, a], [, b]) => b - a).slice(0, lines);
  process.stdout.write(`\n${title}\n`);
  for (const [name, time] of inOrder) process.stdout.write(`${(time / requests).toFixed(1).padStart(9)}  ${name}\n`);
}

const placeOf = (url: string): string => (url.startsWith("file:") ? relative(ROOT, fileURLToPath(url)) : url);

/** Packages by name, our own code by folder, the rest as it is. */
function packageOf(place: string): string {
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(place)?.[1];
  return inPackage ?? (place.startsWith("dist/") ? place.split("/").slice(0, 4).join("/") : place || "(V8)");
}
