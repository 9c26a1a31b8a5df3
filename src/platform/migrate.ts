import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { type DataSourceSettings, makeDataSource } from "./database.ts";
import { installJobQueue } from "./job-runner.ts";

const CONNECT_TIMEOUT_MS = 2_000;
const POSTGRESQL_VERSION_MIN = 15;
/** The advisory lock that migrations run under; any number will do that nothing else uses. */
const MIGRATION_LOCK = 724_501;
const MIGRATION_LOCK_POLL_MS = 250;

/**
 * Runs what has not run yet and answers the names of it. Session locks do not pass a transaction-mode pooler, so `url`
 * must be a direct connection (`MIGRATION_DATABASE_URL`).
 */
export async function migrate(url: string, settings: DataSourceSettings): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await lock.connect();
  try {
    await refuseOldServer(lock);
    await takeLock(lock);
    const dataSource = makeDataSource(url, { ...settings, purpose: "migrate", poolSize: 1 });
    await dataSource.initialize();
    try {
      const done = await dataSource.runMigrations();
      await installJobQueue(url);
      return done.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    // Closing the session gives the lock back.
    await lock.end();
  }
}

/** PostgreSQL is older than what our statements are written for. */
class DatabaseTooOld extends Error {
  constructor(version: string) {
    super(`The database is PostgreSQL ${version}; ${POSTGRESQL_VERSION_MIN} or newer is needed.`);
    this.name = "DatabaseTooOld";
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  const version = rows[0]?.version ?? "";
  if (Number.parseInt(version, 10) < POSTGRESQL_VERSION_MIN) throw new DatabaseTooOld(version);
}

async function takeLock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.taken) return;
    await wait(MIGRATION_LOCK_POLL_MS);
  }
}
