import type { Target } from "../operations/operation.ts";
import { type Running, requestFor } from "./contenders.ts";
import { cpuOf, cpuOfPostgres } from "./cpu.ts";
import type { Load } from "./load.ts";
import type { ContenderName, OperationName, Options } from "./options.ts";
import type { Task } from "./task.ts";
import type { Viewers } from "./viewers.ts";

/** Part of a measurement that goes before it, so that plans, caches and compiled code are there. */
const WARM_UP_SECONDS = 0.4;
const FIRST_WARM_UP_SECONDS = 1.5;
/** Writes are never repeated, so so many are made for warming up, and for a window half as many again as may fit. */
const WARM_UP_WRITES = 300;
const FIRST_WARM_UP_WRITES = 600;
/** Of the requests of one window; refusals on a busy machine are noted beside the result, and no reason to stop. */
const FAILURES_SHARE_MAX = 0.5;
const WRITES_SPARE = 1.5;

/** One window of one contender. */
export interface Sample {
  readonly requestsPerSecond: number;
  readonly nodeCpuMicros: number | null;
  readonly postgresCpuMicros: number | null;
  readonly failures: number;
  readonly loadCpuMicros: number;
  readonly latenciesMs: readonly number[];
}

export interface Result {
  readonly contender: ContenderName;
  readonly operation: OperationName;
  readonly ratio: number;
  readonly requestsPerSecond: number;
  readonly nodeCpuMicros: number | null;
  readonly postgresCpuMicros: number | null;
  readonly statementsPerRequest: number | null;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Bench {
  readonly options: Options;
  readonly load: Load;
  readonly viewers: Viewers;
  readonly postmaster: number | null;
}

export async function window(
  bench: Bench,
  { name, port, pid }: Running,
  { operation, supply }: Task,
  isFirst: boolean,
): Promise<Sample> {
  const { load, options, viewers, postmaster } = bench;
  const order = { port, connections: options.connections, once: operation.isWrite ?? false };
  const requestsOf = (targets: readonly Target[]) =>
    targets.map((target) => requestFor(name, operation, target, viewers));

  const warmUp = requestsOf(await supply(isFirst ? FIRST_WARM_UP_WRITES : WARM_UP_WRITES));
  const seconds = isFirst ? FIRST_WARM_UP_SECONDS : WARM_UP_SECONDS;
  const warm = await load.run({ ...order, seconds, requests: warmUp });
  const wanted = Math.ceil((warm.answers / warm.seconds) * options.seconds * WRITES_SPARE) + options.connections;
  if (operation.isWrite) await load.prepare(requestsOf(await supply(wanted)));

  const before = [cpuOf(pid), cpuOfPostgres(postmaster)] as const;
  const report = await load.run({ ...order, seconds: options.seconds });
  const after = [cpuOf(pid), cpuOfPostgres(postmaster)] as const;
  if (report.failures > report.finished * FAILURES_SHARE_MAX || report.answers === 0) {
    const counts = `${report.failures} of ${report.failures + report.answers} requests`;
    throw new Error(`${name} failed ${counts} of ${operation.name}, one of them so:\n${report.failure ?? "no answer"}`);
  }
  return {
    requestsPerSecond: report.answers / report.seconds,
    nodeCpuMicros: perRequest(before[0], after[0], report.finished),
    postgresCpuMicros: perRequest(before[1], after[1], report.finished),
    failures: report.failures,
    loadCpuMicros: report.cpuMicros / report.finished,
    latenciesMs: report.latenciesMs,
  };
}

const perRequest = (before: number | null, after: number | null, answers: number): number | null =>
  before === null || after === null ? null : (after - before) / answers;

export interface Cell {
  readonly contender: ContenderName;
  readonly operation: OperationName;
  readonly statementsPerRequest: number | null;
  readonly samples: readonly Sample[];
}

/** `limits` are the samples of limit in the same rounds. */
export function resultOf(
  { contender, operation, statementsPerRequest, samples }: Cell,
  limits: readonly Sample[],
): Result {
  const latencies = samples.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
  return {
    contender,
    operation,
    ratio: rounded(median(ratios(samples, limits)), 3),
    requestsPerSecond: rounded(median(samples.map((sample) => sample.requestsPerSecond)), 1),
    nodeCpuMicros: medianOrNull(samples.map((sample) => sample.nodeCpuMicros)),
    postgresCpuMicros: medianOrNull(samples.map((sample) => sample.postgresCpuMicros)),
    statementsPerRequest,
    p50Ms: rounded(quantile(latencies, 0.5), 3),
    p99Ms: rounded(quantile(latencies, 0.99), 3),
  };
}

export const ratios = (samples: readonly Sample[], limits: readonly Sample[]): number[] =>
  samples.map(({ requestsPerSecond }, round) => requestsPerSecond / (limits[round]?.requestsPerSecond ?? Number.NaN));

export function median(values: readonly number[]): number {
  const inOrder = [...values].sort((a, b) => a - b);
  const middle = inOrder.length >> 1;
  const upper = inOrder[middle] ?? Number.NaN;
  return inOrder.length % 2 === 1 ? upper : (upper + (inOrder[middle - 1] ?? Number.NaN)) / 2;
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : rounded(median(known), 1);
}

const quantile = (inOrder: readonly number[], part: number): number =>
  inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * part))] ?? Number.NaN;

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
