/** A database of its own for each test file: a clone of the migrated one that `global-setup.mjs` made. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import type { DataSource } from "typeorm";
import { makeDataSource } from "../../src/platform/database.ts";
import { entities } from "../../src/server/rooms.ts";

export interface TestDatabase {
  readonly url: string;
  readonly dataSource: DataSource;
  /** Closes the pool and drops the clone; call it in `afterAll`. */
  drop(): Promise<void>;
}

const environment = (name: "TEST_TEMPLATE_URL" | "TEST_ADMIN_URL"): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; is test/support/global-setup.mjs configured?`);
  return value;
};

/** Runs one statement as the superuser of the test cluster, on its maintenance database. */
export async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: environment("TEST_ADMIN_URL") });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

/** An empty or migrated database of this name's own; answers its address as the application's role. */
export async function createDatabase(template: "migrated" | "empty"): Promise<{ name: string; url: string }> {
  const url = new URL(environment("TEST_TEMPLATE_URL"));
  const migrated = url.pathname.slice(1);
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(
    `CREATE DATABASE ${name} OWNER ${url.username} TEMPLATE ${template === "migrated" ? migrated : "template0"}`,
  );
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

export const dropDatabase = (name: string): Promise<void> => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

/** A slow machine is no fault of the code: what waits behind others in a test of races may wait long. */
const PATIENT = { connectTimeoutMs: 30_000, statementTimeoutMs: 30_000, lockTimeoutMs: 20_000 };

/** `poolSize` above the default is for tests of races. */
export async function openTestDatabase({ poolSize }: { poolSize?: number } = {}): Promise<TestDatabase> {
  const { name, url } = await createDatabase("migrated");
  const dataSource = makeDataSource(url, { entities, ...PATIENT, ...(poolSize ? { poolSize } : {}) });
  await dataSource.initialize();
  return {
    url,
    dataSource,
    drop: async () => {
      await dataSource.destroy();
      await dropDatabase(name);
    },
  };
}
