/** Runs a command of `wellmet` as an operator does, and looks at its memory until it ends. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 50;

export interface Measured {
  readonly seconds: number;
  /** The most that the process held, as the operating system counts it. */
  readonly mebibytes: number;
  readonly exitCode: number | null;
  /** What it wrote for people. */
  readonly said: string;
}

export async function measured(databaseUrl: string, ...args: string[]): Promise<Measured> {
  const began = performance.now();
  const child = spawn(process.execPath, [...asAnOperator(), ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  let mebibytes = 0;
  const look = setInterval(() => (mebibytes = Math.max(mebibytes, peakOf(child.pid ?? 0))), LOOK_EVERY_MS);
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(look);
  return { seconds: (performance.now() - began) / 1_000, mebibytes, exitCode, said };
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
