/** Child processes of the benchmark: each is started, waited for, and ended by its own id. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export const BENCH = resolve(import.meta.dirname, "..");
export const ROOT = resolve(BENCH, "..");

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 50;
const LOG_TAIL_CHARACTERS = 3_000;

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where its output goes. */
  readonly logFile: string;
}

const running = new Set<ChildProcess>();
// The last resort: if the harness dies without having ended its children, they end with it.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export function startProgram({ command, arguments: given, cwd, environment, logFile }: Program): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "w");
  const child = spawn(command, given, {
    cwd,
    env: { ...cleanEnvironment(), ...environment },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** What the machine says of paths and locales, and nothing that would configure the service by accident. */
export function cleanEnvironment(): Record<string, string> {
  const kept = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SystemRoot"];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** Runs a program to its end. @throws Error with the tail of its log if it failed */
export async function runProgram(program: Program): Promise<string> {
  const child = startProgram(program);
  const code = await exitOf(child);
  const output = readFileSync(program.logFile, "utf8");
  if (code !== 0) throw new Error(`${program.name} failed (${code}):\n${output.slice(-LOG_TAIL_CHARACTERS)}`);
  return output;
}

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((done, failed) => {
    child.once("exit", (code) => done(code ?? 1));
    child.once("error", failed);
  });

/** Waits until somebody answers there, whatever the answer is. */
export async function answering(child: ChildProcess, program: Program, url: string): Promise<void> {
  for (let waited = 0; waited < START_TIMEOUT_MS; waited += POLL_MS) {
    if (!running.has(child)) break;
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch {
      await wait(POLL_MS);
    }
  }
  const log = readFileSync(program.logFile, "utf8").slice(-LOG_TAIL_CHARACTERS);
  await endProgram(child);
  throw new Error(`${program.name} did not start:\n${log}`);
}

export async function endProgram(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const ended = exitOf(child);
  child.kill("SIGTERM");
  const inTime = await Promise.race([ended.then(() => true), wait(STOP_TIMEOUT_MS, false, { ref: false })]);
  if (inTime) return;
  child.kill("SIGKILL");
  await ended;
}

export const freePort = (): Promise<number> =>
  new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? found(address.port) : failed(new Error("No port.")),
      );
    });
  });
