/** One PostgreSQL data folder: made once, started, stopped. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { isAlive, servesFolder } from "./processes.ts";

const POLL_MS = 20;
const START_TIMEOUT_MS = 60_000;
/** First wait for connections that are being closed, then cut them, then stop without a checkpoint. */
const STOP_SIGNALS = [
  ["SIGTERM", 1_000],
  ["SIGINT", 8_000],
  ["SIGQUIT", 2_000],
  ["SIGKILL", 1_000],
] as const;
const LOG_TAIL_CHARACTERS = 2_000;
const ENVIRONMENT = { TZ: "UTC", LC_ALL: "C", LC_MESSAGES: "C" };
const POSIX_PATH = "/usr/local/bin:/usr/bin:/bin";

export interface Cluster {
  readonly folder: string;
  readonly logFile: string;
  readonly account: Account | undefined;
  readonly binaries: Binaries;
  /** Tests only: nothing is forced to disk, a crash loses everything. */
  readonly volatile: boolean;
}

export interface RunningCluster {
  readonly port: number;
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const environment = (): NodeJS.ProcessEnv =>
  process.platform === "win32" ? { ...ENVIRONMENT } : { ...ENVIRONMENT, PATH: POSIX_PATH };

/** Whether there was nothing there before. The password is that of the superuser `postgres`. */
export function initialise(cluster: Cluster, password: string): boolean {
  const { folder, account } = cluster;
  if (existsSync(join(folder, "PG_VERSION"))) return false;
  // Made under another name, so that a start killed half-way leaves nothing that looks finished.
  const unfinished = `${folder}.unfinished`;
  const passwordFile = `${folder}.password`;
  for (const path of [folder, unfinished]) rmSync(path, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid);
  const made = spawnSync(cluster.binaries.path("initdb"), initdbArguments(cluster, unfinished, passwordFile), {
    ...account,
    cwd: "/",
    env: environment(),
    encoding: "utf8",
  });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? ""}${made.stderr}`);
  renameSync(unfinished, folder);
  return true;
}

/** The locale is spelt out, or a bare container would get SQL_ASCII. */
const initdbArguments = ({ volatile }: Cluster, folder: string, passwordFile: string): string[] => [
  ...["-D", folder, "-U", "postgres", `--pwfile=${passwordFile}`],
  ...["--auth-host=scram-sha-256", "--auth-local=scram-sha-256"],
  ...["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
  ...(volatile ? ["--no-sync"] : []),
];

/**
 * Ends a server that outlived its owner (SIGKILL of node leaves it running). A reused process id is left alone, and
 * the file that names it removed, since PostgreSQL would refuse to start beside it.
 */
export async function stopOrphan({ folder }: Pick<Cluster, "folder">): Promise<void> {
  const pidFile = join(folder, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (!(pid > 1) || !isAlive(pid)) return;
  if (!servesFolder(pid, folder)) {
    rmSync(pidFile, { force: true });
    return;
  }
  await signalUntilGone(
    (signal) => process.kill(pid, signal),
    () => isAlive(pid),
  );
}

async function signalUntilGone(kill: (signal: NodeJS.Signals) => void, alive: () => boolean): Promise<void> {
  for (const [signal, timeoutMs] of STOP_SIGNALS) {
    if (!alive()) return;
    try {
      kill(signal);
    } catch {
      return; // gone between the question and the signal
    }
    for (let waited = 0; waited < timeoutMs && alive(); waited += POLL_MS) await wait(POLL_MS);
  }
}

export async function start(cluster: Cluster): Promise<RunningCluster> {
  const { folder, account, logFile } = cluster;
  const port = await freePort();
  const log = openSync(logFile, "w", 0o600);
  // Detached, so that Ctrl-C reaches only us and the database is stopped last.
  const child = spawn(cluster.binaries.path("postgres"), serverArguments(cluster, port), {
    ...account,
    cwd: "/",
    env: environment(),
    stdio: ["ignore", log, log],
    detached: process.platform !== "win32",
  });
  closeSync(log);
  // The last resort when our own process ends without `stop`: it will not wait, but PostgreSQL will not stay.
  const stopAtExit = () => void child.kill("SIGINT");
  process.once("exit", stopAtExit);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  void ended.then(() => process.removeListener("exit", stopAtExit));
  await ready(child, folder, logFile);
  child.unref();
  return {
    port,
    ended,
    stop: async () => {
      await signalUntilGone(
        (signal) => child.kill(signal),
        () => isRunning(child),
      );
      await ended;
    },
  };
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

const serverArguments = ({ folder, volatile }: Cluster, port: number): string[] => {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=100",
    "jit=off",
    ...(volatile ? ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"] : []),
  ];
  return ["-D", folder, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
};

/** PostgreSQL writes its state into the last line of its pid file, as pg_ctl reads it too. */
async function ready(child: ChildProcess, folder: string, logFile: string): Promise<void> {
  for (let waited = 0; waited < START_TIMEOUT_MS; waited += POLL_MS) {
    if (!child.pid || !isRunning(child)) break;
    if (readState(folder, child.pid) === "ready") return;
    await wait(POLL_MS);
  }
  child.kill("SIGQUIT");
  const log = existsSync(logFile) ? readFileSync(logFile, "utf8").slice(-LOG_TAIL_CHARACTERS) : "";
  throw new Error(`The embedded PostgreSQL did not start.\n${log}`);
}

function readState(folder: string, pid: number): string | undefined {
  try {
    const lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid ? lines[7]?.trim() : undefined;
  } catch {
    return undefined;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("No free port.")),
      );
    });
  });
