/** The way to PostgreSQL: one small pool, none of whose statements may last. */
import "reflect-metadata";
import type { Pool } from "pg";
import { DataSource, type DataSourceOptions } from "typeorm";
import { migrations } from "../../migrations/index.ts";
import { MortalClient } from "./mortal-client.ts";
import { WordedNames } from "./naming.ts";
import type { Class } from "./reads/reads.ts";

/** Connections per process: the database is faster with few busy ones than with many. */
const POOL_SIZE = 8;
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
/** How much later than the database the client gives up, for a server that does not answer at all. */
const QUERY_TIMEOUT_MARGIN_MS = 1_000;
const LOCK_TIMEOUT_MS = 1_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
/** A migration that waits for a lock stalls everyone behind it: give up soon and come back. */
const MIGRATION_LOCK_TIMEOUT_MS = 2_000;

export interface DataSourceSettings {
  /** Every entity class, from the directory of rooms; the ground floor knows none by itself. */
  readonly entities: readonly Class[];
  readonly poolSize?: number;
  /** Longest single statement of the service. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a connection, of the pool or of the server. */
  readonly connectTimeoutMs?: number;
  /** How long a statement waits for somebody else's lock. */
  readonly lockTimeoutMs?: number;
  /** Told about idle connections that broke; the pool replaces them by itself. */
  readonly onPoolError?: (error: unknown) => void;
  /** Whether connections keep statements prepared (the default); not behind a pooler in transaction mode. */
  readonly prepared?: boolean;
  /** A migration may run for long; everything else may not. */
  readonly purpose?: "serve" | "migrate";
}

export const makeDataSource = (url: string, settings: DataSourceSettings): DataSource =>
  new DataSource(dataSourceOptions(url, settings));

/** The connections behind a data source, for what runs without its help; null once it is closed. TypeORM does not show them in its types. */
export const poolOf = (dataSource: DataSource): Pool | null =>
  (dataSource.driver as unknown as { master?: Pool }).master ?? null;

function dataSourceOptions(url: string, settings: DataSourceSettings): DataSourceOptions {
  return {
    type: "postgres",
    url,
    entities: [...settings.entities],
    migrations,
    migrationsTableName: "migrations",
    migrationsTransactionMode: "each",
    namingStrategy: new WordedNames(),
    synchronize: false,
    // gen_random_uuid() is built in; nothing is installed, since the role may not.
    uuidExtension: "pgcrypto",
    installExtensions: false,
    logging: false,
    applicationName: "wellmet",
    poolSize: settings.poolSize ?? POOL_SIZE,
    connectTimeoutMS: settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    poolErrorHandler: settings.onPoolError ?? (() => undefined),
    extra:
      settings.purpose === "migrate"
        ? { lock_timeout: MIGRATION_LOCK_TIMEOUT_MS }
        : {
            ...serviceTimeouts(settings.statementTimeoutMs, settings.lockTimeoutMs),
            prepared: settings.prepared ?? true,
            // Connections stay: giving each one back would otherwise set a clock that the next request stops.
            min: settings.poolSize ?? POOL_SIZE,
          },
  };
}

const serviceTimeouts = (statementTimeoutMs = STATEMENT_TIMEOUT_MS, lockTimeoutMs = LOCK_TIMEOUT_MS) => ({
  statement_timeout: statementTimeoutMs,
  query_timeout: statementTimeoutMs + QUERY_TIMEOUT_MARGIN_MS,
  lock_timeout: lockTimeoutMs,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  keepAlive: true,
  Client: MortalClient,
});
