/** The database that everybody is measured on: made and filled once, then kept as long as the schema is the same. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { GIVE_PLACES } from "../../src/command-line/scale-places.ts";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../src/platform/embedded-database/embedded-database.ts";
import type { Options, Scale } from "./options.ts";
import { ROOT, runProgram } from "./processes.ts";

const SIZES: Record<Scale, { people: number; groups: number; meetings: number }> = {
  S: { people: 1_000, groups: 50, meetings: 2_000 },
  M: { people: 100_000, groups: 5_000, meetings: 200_000 },
};
/** Meetings lie around the day of seeding; a world older than this has too few coming ones left. */
const WORLD_DAYS_MAX = 45;
const DAY_MS = 86_400_000;
/** What an administrator would give a database of this size; PostgreSQL's own defaults are for the smallest machines. */
const CLUSTER_SETTINGS = { shared_buffers: "'1GB'", max_wal_size: "'8GB'", checkpoint_timeout: "'15min'" };

export interface World {
  /** Of the role that the servers use. */
  readonly url: string;
  /** Of a role that may create databases. */
  readonly adminUrl: string;
  close(): Promise<void>;
}

interface Stamp {
  /** Of what made the rows; another one would make others. */
  readonly seed: string;
  /** Of the migrations that ran; later ones run over the rows that are there. */
  readonly schema: string;
  readonly scale: Scale;
  readonly day: string;
}

export async function openWorld(options: Options): Promise<World> {
  mkdirSync(options.data, { recursive: true });
  const given = process.env["BENCH_DATABASE_URL"];
  if (given) {
    await fill(given, options);
    return { url: given, adminUrl: given, close: () => Promise.resolve() };
  }
  const stamp = readStamp(options);
  if (stamp !== null && !isCurrent(stamp, options)) discardCluster(options);
  let database = await startEmbeddedDatabase({ dataFolder: options.data });
  try {
    if (database.isNew) database = await configured(database, options);
    await fill(database.url, options);
  } catch (error) {
    await database.stop();
    throw error;
  }
  const { url, adminUrl } = database;
  return { url, adminUrl, close: () => database.stop() };
}

const COPY = "wellmet_bench_copy";

/** A copy of the database to write into, which is dropped afterwards. Nobody may be connected to the original. */
export async function withCopy({ url, adminUrl }: World, work: (url: string) => Promise<void>): Promise<void> {
  const original = new URL(url);
  const copied = new URL(url);
  copied.pathname = `/${COPY}`;
  const maintenance = new URL(adminUrl);
  maintenance.pathname = "/postgres";
  const admin = new pg.Client({ connectionString: maintenance.href });
  await admin.connect();
  const drop = () => admin.query(`drop database if exists ${COPY} with (force)`);
  try {
    await drop();
    const template = admin.escapeIdentifier(decodeURIComponent(original.pathname.slice(1)));
    const owner = admin.escapeIdentifier(decodeURIComponent(original.username));
    await admin.query(`create database ${COPY} template ${template} owner ${owner} strategy file_copy`);
    await work(copied.href);
  } finally {
    await drop();
    await admin.end();
  }
}

const stampFile = ({ data }: Options): string => join(data, "world.json");

function readStamp(options: Options): Stamp | null {
  const file = stampFile(options);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Stamp) : null;
}

const isCurrent = ({ seed, scale, day }: Stamp, options: Options): boolean =>
  options.keep ||
  (seed === hashOf(SEED_SOURCES) && scale === options.scale && Date.now() - Date.parse(day) < WORLD_DAYS_MAX * DAY_MS);

const SEED_SOURCES = join("src", "command-line", "scale");

function hashOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(join(ROOT, folder)).sort()) hash.update(readFileSync(join(ROOT, folder, name)));
  return hash.digest("hex");
}

function discardCluster(options: Options): void {
  process.stderr.write("The seed has changed, or the world is too old: the database is made anew.\n");
  rmSync(stampFile(options), { force: true });
  rmSync(join(options.data, "postgres"), { recursive: true, force: true });
  rmSync(join(options.data, "postgres.passwords"), { force: true });
}

/** Memory is given at start only. */
async function configured(database: EmbeddedDatabase, options: Options): Promise<EmbeddedDatabase> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  for (const [name, value] of Object.entries(CLUSTER_SETTINGS))
    await admin.query(`alter system set ${name} = ${value}`);
  await admin.end();
  await database.stop();
  return startEmbeddedDatabase({ dataFolder: options.data });
}

async function fill(url: string, options: Options): Promise<void> {
  const stamp = readStamp(options);
  const schema = hashOf("migrations");
  const isFilled = stamp !== null && isCurrent(stamp, options);
  if (isFilled && stamp.schema === schema) return;
  const began = performance.now();
  if (isFilled) await wellmet(url, options, "migrate");
  else await seed(url, options);
  await givePlaces(url);
  // Visibility maps for index-only scans, and nothing left for autovacuum to do in the middle of a measurement.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("vacuum (analyze)");
  await client.end();
  const day = isFilled ? stamp.day : new Date().toISOString();
  const made: Stamp = { seed: isFilled ? stamp.seed : hashOf(SEED_SOURCES), schema, scale: options.scale, day };
  writeFileSync(stampFile(options), JSON.stringify(made));
  process.stderr.write(`The world stands after ${Math.round((performance.now() - began) / 1_000)} s.\n`);
}

/** Also to the groups of a world that was made before groups had places. */
async function givePlaces(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(GIVE_PLACES);
  await client.end();
}

async function seed(url: string, options: Options): Promise<void> {
  const sizes = Object.entries(SIZES[options.scale]);
  process.stderr.write(`Seeding ${SIZES[options.scale].people.toLocaleString("en")} people …\n`);
  const numbers = sizes.flatMap(([name, value]) => [`--${name}`, String(value)]);
  process.stderr.write(await wellmet(url, options, "seed", "scale", ...numbers));
}

/** Runs a command of the product's own command line. */
const wellmet = (url: string, options: Options, ...given: string[]): Promise<string> =>
  runProgram({
    name: `wellmet ${given.join(" ")}`,
    command: process.execPath,
    arguments: [join(ROOT, "scripts", "run.mjs"), join(ROOT, "src", "command-line", "wellmet.ts"), ...given],
    cwd: ROOT,
    environment: { DATABASE_URL: url, DATA_DIR: options.data },
    logFile: join(options.data, "logs", "wellmet-command.log"),
  });
