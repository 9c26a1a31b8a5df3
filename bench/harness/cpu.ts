/** Processor time of processes, as the kernel counts it. Where there is no /proc, everything is null. */
import { readdirSync, readFileSync } from "node:fs";
import type { Client } from "pg";

/** The unit of /proc: a hundredth of a second on every Linux of today. */
const MICROS_PER_TICK = 10_000;
const FIELD = { parent: 1, user: 11, system: 12, childUser: 13, childSystem: 14 } as const;

function statOf(pid: number): { name: string; fields: readonly string[] } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = text.lastIndexOf(")");
    return { name: text.slice(text.indexOf("(") + 1, end), fields: text.slice(end + 2).split(" ") };
  } catch {
    return null;
  }
}

const ticks = (fields: readonly string[], ...indexes: number[]): number =>
  indexes.reduce((sum, index) => sum + Number(fields[index]), 0);

/** Microseconds that a process has used, all of its threads together. */
export function cpuOf(pid: number): number | null {
  const stat = statOf(pid);
  return stat && ticks(stat.fields, FIELD.user, FIELD.system) * MICROS_PER_TICK;
}

/** Mebibytes that a process holds in memory. */
export function residentMiB(pid: number): number | null {
  try {
    const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? null : Math.round(Number(kib) / 1024);
  } catch {
    return null;
  }
}

/** The postmaster behind a connection, if it runs on this machine and can be looked at. */
export async function postmasterOf(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const stat = statOf(rows[0]?.pid ?? 0);
  return stat?.name.startsWith("postgres") ? Number(stat.fields[FIELD.parent]) : null;
}

/** Microseconds that PostgreSQL has used: the postmaster, its living children, and those that ended. */
export function cpuOfPostgres(postmaster: number | null): number | null {
  const own = postmaster === null ? null : statOf(postmaster);
  if (!own) return null;
  let sum = ticks(own.fields, FIELD.user, FIELD.system, FIELD.childUser, FIELD.childSystem);
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat && Number(stat.fields[FIELD.parent]) === postmaster) sum += ticks(stat.fields, FIELD.user, FIELD.system);
  }
  return sum * MICROS_PER_TICK;
}
