import type { Result } from "./measure.ts";

const COLUMNS = [
  "contender",
  "operation",
  "ratio",
  "req/s",
  "node µs",
  "postgres µs",
  "statements",
  "p50 ms",
  "p99 ms",
  "each round",
] as const;

export function printResults(results: readonly Result[], notes: readonly string[]): void {
  const rows = results.map((result, index) => [
    result.contender,
    result.operation,
    result.ratio.toFixed(2),
    result.requestsPerSecond.toFixed(0),
    whole(result.nodeCpuMicros),
    whole(result.postgresCpuMicros),
    String(result.statementsPerRequest ?? "?"),
    result.p50Ms.toFixed(2),
    result.p99Ms.toFixed(2),
    notes[index] ?? "",
  ]);
  const widths = COLUMNS.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of [COLUMNS, ...rows]) {
    process.stdout.write(
      `${row
        .map((cell, column) =>
          column < 2 || column === COLUMNS.length - 1
            ? cell.padEnd(widths[column] ?? 0)
            : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd()}\n`,
    );
  }
  process.stdout.write("\n");
}

const whole = (value: number | null): string => (value === null ? "?" : value.toFixed(0));
