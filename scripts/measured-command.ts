/** Runs a command of `wellmet` as an operator does, and looks at its memory until it ends. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LOOK_EVERY_MS = 50;

export interface Measured {
  readonly seconds: number;
  /** The most that the process held, as the operating system counts it. */
  readonly mebibytes: number;
  /** Seconds of a processor that the process used, and that the database used meanwhile; 0 where nobody tells. */
  readonly processorSeconds: { readonly node: number; readonly postgres: number };
  readonly exitCode: number | null;
  /** What it wrote for people. */
  readonly said: string;
}

/** `dataFolder` is that of the embedded database behind the address. */
export async function measured(databaseUrl: string, dataFolder: string, ...args: string[]): Promise<Measured> {
  const usedBefore = usedByDatabase(dataFolder);
  const began = performance.now();
  const child = spawn(process.execPath, [...asAnOperator(), ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  let mebibytes = 0;
  let node = 0;
  const look = setInterval(() => {
    mebibytes = Math.max(mebibytes, peakOf(child.pid ?? 0));
    node = Math.max(node, usedBy(child.pid ?? 0));
  }, LOOK_EVERY_MS);
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(look);
  const processorSeconds = { node, postgres: usedByDatabase(dataFolder) - usedBefore };
  return { seconds: (performance.now() - began) / 1_000, mebibytes, processorSeconds, exitCode, said };
}

/** What `npm run wellmet` hands to Node. */
function asAnOperator(): string[] {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { wellmet: string } };
  return scripts.wellmet.split(" ").slice(1);
}

/** The most that a process has held so far; 0 where nobody tells. */
function peakOf(pid: number): number {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kibibytes ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

/** Ticks of the operating system in a second, as Linux counts for whoever asks. */
const TICKS_PER_SECOND = 100;
/** Fields of `stat` behind the name: the parent, then ticks of the process itself, then of children that ended. */
const PARENT = 1;
const OWN_TICKS = [11, 12];
const ENDED_TICKS = [13, 14];

function statOf(pid: number | string): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
  } catch {
    return [];
  }
}

const secondsOf = (stat: readonly number[], fields: readonly number[]): number =>
  fields.reduce((sum, field) => sum + (stat[field] ?? 0), 0) / TICKS_PER_SECOND;

const usedBy = (pid: number): number => secondsOf(statOf(pid), OWN_TICKS);

/** By the server, its processes of now, and those that ended. */
function usedByDatabase(dataFolder: string): number {
  try {
    const server = Number(readFileSync(join(dataFolder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    const stats = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(statOf);
    const children = stats.filter((stat) => stat[PARENT] === server);
    return children.reduce(
      (sum, stat) => sum + secondsOf(stat, OWN_TICKS),
      secondsOf(statOf(server), [...OWN_TICKS, ...ENDED_TICKS]),
    );
  } catch {
    return 0;
  }
}
