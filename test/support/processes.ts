/** Our programs as the operator runs them: real processes, on a data folder of their own. */
import { type ChildProcess, spawn } from "node:child_process";

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  readonly output: () => string;
  /** Resolves when standard output holds `text`; rejects if the program ends before. */
  printed(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<Finished>;
  readonly finished: Promise<Finished>;
}

export type Settings = Record<string, string>;

/** Runs a program of `src` with these settings and none of the surroundings'. */
export function run(program: string, args: readonly string[], settings: Settings): Running {
  const child: ChildProcess = spawn(process.execPath, ["scripts/run.mjs", program, ...args], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const watchers = new Set<() => void>();
  const notice = () => watchers.forEach((look) => look());
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    notice();
  });
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const finished = new Promise<Finished>((resolve) => {
    child.once("close", (exitCode) => {
      resolve({ exitCode, stdout, stderr });
      notice();
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => stdout,
    finished,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stdout.includes(text)) resolve();
          else if (child.exitCode !== null) reject(new Error(`${program} ended: ${stdout}${stderr}`));
        };
        watchers.add(look);
        look();
      }),
    kill: (signal) => {
      child.kill(signal);
      return finished;
    },
  };
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
