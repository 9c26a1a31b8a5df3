import { chmodSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import {
  type EmbeddedDatabase,
  openEmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../../src/platform/embedded-database/embedded-database.ts";

const TIMEOUT_MS = 120_000;
/** Below a folder that only its owner can enter, as homes are: run as root, PostgreSQL's own account is kept out. */
const home = resolve(".data", `test-home-${process.pid}`);
const dataFolder = join(home, "data");
const told: string[] = [];

let database: EmbeddedDatabase;
beforeAll(async () => {
  mkdirSync(dataFolder, { recursive: true });
  chmodSync(home, 0o700);
  database = await startEmbeddedDatabase({ dataFolder, volatile: true, tell: (line) => told.push(line) });
}, TIMEOUT_MS);
afterAll(async () => {
  await database.stop();
  rmSync(home, { recursive: true, force: true });
});

const ask = async (url: string, statement: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ answer: unknown }>(statement)).rows[0]?.answer;
  } finally {
    await client.end();
  }
};

test("runs below a private folder, and says where its data lies if not there", async () => {
  expect(await ask(database.url, "SELECT 1 AS answer")).toBe(1);
  const dataLiesHere = existsSync(join(dataFolder, "postgres", "PG_VERSION"));
  expect(dataLiesHere || told.some((line) => line.includes("so its data lies in"))).toBe(true);
});

test("speaks UTF-8 whatever the machine's locale, and UTC", async () => {
  expect(await ask(database.url, "SELECT pg_encoding_to_char(encoding) AS answer FROM pg_database LIMIT 1")).toBe(
    "UTF8",
  );
  expect(await ask(database.url, "SELECT lower('ÄÉ') AS answer")).toBe("äé");
  expect(await ask(database.url, "SELECT current_setting('TimeZone') AS answer")).toBe("UTC");
});

test("is opened by a command of the same folder as it runs, and not stopped by it", async () => {
  const shared = await openEmbeddedDatabase({ dataFolder });
  expect(shared.url).toBe(database.url);
  await shared.stop();
  expect(await ask(database.url, "SELECT 1 AS answer")).toBe(1);
});

test("listens on this machine only", async () => {
  expect(await ask(database.adminUrl, "SELECT current_setting('listen_addresses') AS answer")).toBe("127.0.0.1");
  expect(await ask(database.adminUrl, "SELECT current_setting('unix_socket_directories') AS answer")).toBe("");
});
