/**
 * A real PostgreSQL from npm under the data folder, so that the service starts on a machine with nothing but Node.
 * Load this file only when no DATABASE_URL is set; production never runs it.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { type Account, canReach, serverAccount } from "./account.ts";
import { findBinaries, folderWithinReach } from "./binaries.ts";
import { type Cluster, initialise, type RunningCluster, start, stopOrphan } from "./cluster.ts";
import { claim, FolderInUse, livingOwner, release } from "./owner-file.ts";

const ROLE = "wellmet";
const DATABASE = "wellmet";
const PASSWORD_BYTES = 24;
/** How long a command waits for a server that has claimed the folder and is still starting. */
const CONNECTION_FILE_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

export interface EmbeddedOptions {
  /** `DATA_DIR`: holds the cluster, its owner file, its passwords (0600) and its log. */
  readonly dataFolder: string;
  /** Tests only: nothing is forced to disk, and `stop` deletes the folder. */
  readonly volatile?: boolean;
  /** Told in words where something lies in an unexpected place. */
  readonly tell?: (line: string) => void;
}

export interface EmbeddedDatabase {
  /** The application's role: owner of its database, no superuser. */
  readonly url: string;
  /** The superuser's, on the maintenance database; tests clone databases with it. */
  readonly adminUrl: string;
  /** Whether the cluster was made by this very start. */
  readonly isNew: boolean;
  /** Settles when PostgreSQL has ended, also when nobody asked it to. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

interface Passwords {
  readonly superuser: string;
  readonly role: string;
}

/** How commands reach the database of a running server. */
interface ConnectionFile {
  readonly pid: number;
  readonly url: string;
}

const files = (folder: string) => ({
  owner: join(folder, "postgres.owner"),
  passwords: join(folder, "postgres.passwords"),
  connection: join(folder, "postgres.connection"),
  log: join(folder, "postgres.log"),
});

/**
 * Starts the cluster in `dataFolder`, making it first if need be, and ending a PostgreSQL that a killed process left.
 *
 * @throws FolderInUse while another process owns the folder
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = resolve(options.dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const at = files(folder);
  claim(at.owner, folder);
  try {
    return await startOwned(folder, options);
  } catch (error) {
    release(at.owner);
    throw error;
  }
}

async function startOwned(folder: string, options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const at = files(folder);
  const account = serverAccount();
  const tell = options.tell ?? (() => undefined);
  const parent = clusterParent(folder, account, tell);
  if (parent !== folder && !existsSync(at.passwords)) await discardCluster(join(parent, "postgres"));
  const cluster: Cluster = {
    folder: join(parent, "postgres"),
    logFile: at.log,
    account,
    binaries: findBinaries(account, tell),
    volatile: options.volatile ?? false,
  };
  const passwords = existsSync(join(cluster.folder, "PG_VERSION"))
    ? readPasswords(at.passwords)
    : newPasswords(at.passwords);
  const isNew = initialise(cluster, passwords.superuser);
  await stopOrphan(cluster);
  const running = await start(cluster);
  try {
    return await opened(running, passwords, { at, isNew, cluster, folder });
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** Ends and deletes what a killed test run left in `dataFolder`; leaves the folder of a living process alone. */
export async function discardEmbeddedDatabase(dataFolder: string): Promise<void> {
  const folder = resolve(dataFolder);
  const at = files(folder);
  if (livingOwner(at.owner) !== null) return;
  const account = serverAccount();
  const parent = clusterParent(folder, account, () => undefined);
  await stopOrphan({ folder: join(parent, "postgres") });
  discard(join(parent, "postgres"), folder);
}

/** Whoever deleted the data folder meant the database too, though it lies elsewhere. */
async function discardCluster(clusterFolder: string): Promise<void> {
  await stopOrphan({ folder: clusterFolder });
  rmSync(clusterFolder, { recursive: true, force: true });
}

function discard(clusterFolder: string, folder: string): void {
  rmSync(clusterFolder, { recursive: true, force: true });
  // The stand-in for a folder out of PostgreSQL's reach holds nothing else.
  if (dirname(clusterFolder) !== folder) rmSync(dirname(clusterFolder), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

interface Opening {
  readonly at: ReturnType<typeof files>;
  readonly isNew: boolean;
  readonly cluster: Cluster;
  readonly folder: string;
}

async function opened(running: RunningCluster, passwords: Passwords, opening: Opening): Promise<EmbeddedDatabase> {
  const { at, isNew, cluster, folder } = opening;
  const url = `postgres://${ROLE}:${passwords.role}@127.0.0.1:${running.port}/${DATABASE}`;
  const adminUrl = `postgres://postgres:${passwords.superuser}@127.0.0.1:${running.port}/postgres`;
  await ensureDatabase(adminUrl, passwords.role);
  writeSecret(at.connection, { pid: process.pid, url } satisfies ConnectionFile);
  const stop = async (): Promise<void> => {
    rmSync(at.connection, { force: true });
    await running.stop();
    if (cluster.volatile) discard(cluster.folder, folder);
    release(at.owner);
  };
  let stopped: Promise<void> | undefined;
  return { url, adminUrl, isNew, ended: running.ended, stop: () => (stopped ??= stop()) };
}

/**
 * For commands: the database of the server that runs on this folder, or else one started for the command alone.
 * `stop` of a shared one does nothing.
 */
export async function openEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = resolve(options.dataFolder);
  const at = files(folder);
  for (let waited = 0; ; waited += POLL_MS) {
    const owner = livingOwner(at.owner);
    if (owner === null) return startEmbeddedDatabase(options);
    const connection = readConnection(at.connection);
    if (connection?.pid === owner) return shared(connection.url);
    if (waited >= CONNECTION_FILE_TIMEOUT_MS) throw new FolderInUse(folder, owner);
    await wait(POLL_MS);
  }
}

const shared = (url: string): EmbeddedDatabase => ({
  url,
  adminUrl: url,
  isNew: false,
  ended: new Promise(() => undefined),
  stop: () => Promise.resolve(),
});

function readConnection(path: string): ConnectionFile | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ConnectionFile;
  } catch {
    return null;
  }
}

function clusterParent(folder: string, account: Account | undefined, tell: (line: string) => void): string {
  if (canReach(account, folder)) return folder;
  const elsewhere = folderWithinReach(folder);
  tell(`PostgreSQL's account cannot enter ${folder}, so its data lies in ${elsewhere}.`);
  return elsewhere;
}

function newPasswords(path: string): Passwords {
  const password = () => randomBytes(PASSWORD_BYTES).toString("hex");
  const passwords = { superuser: password(), role: password() };
  writeSecret(path, passwords);
  return passwords;
}

function readPasswords(path: string): Passwords {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Passwords;
  } catch {
    throw new Error(`${path} is missing or damaged, and with it the way into the embedded database beside it.`);
  }
}

function writeSecret(path: string, content: object): void {
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** A killed first start may have left the role without its database, so each is looked for. */
async function ensureDatabase(adminUrl: string, password: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const roles = await admin.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [ROLE]);
    if (roles.rowCount === 0) await admin.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${password}'`);
    const databases = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (databases.rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`);
  } finally {
    await admin.end();
  }
}
