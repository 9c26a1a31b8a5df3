import type { DataSource } from "typeorm";
import { systemClock } from "../platform/clock.ts";
import { type Config, readConfig } from "../platform/config.ts";
import type { Context } from "../platform/context.ts";
import { makeDataSource } from "../platform/database.ts";
import { DomainError } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { makeLog } from "../platform/log.ts";
import { migrate } from "../platform/migrate.ts";
import { entities } from "../server/rooms.ts";
import { openDatabase } from "./open-database.ts";
import { CommandFailed } from "./output.ts";

/** What a command works with. */
export interface Operation {
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly ctx: Context;
  /** Names of the migrations that ran just now. */
  readonly migrated: readonly string[];
}

/** Commands may work long on one statement: an import of a large file is one. */
const STATEMENT_TIMEOUT_MS = 600_000;
/** Commands log only what went wrong; what they did they say themselves. */
const LOG_LEVEL = "warn";

/**
 * Runs a command's work on the migrated database, which is closed in any case.
 *
 * @throws CommandFailed for what an act refuses
 */
export async function operate<T>(work: (operation: Operation) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await openDatabase(config);
  try {
    const migrated = await migrate(database.migrationUrl, { entities });
    const dataSource = makeDataSource(database.url, { entities, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
    await dataSource.initialize();
    try {
      return await work({ config, dataSource, ctx: operatorContext(dataSource, config), migrated });
    } catch (error) {
      throw error instanceof DomainError ? new CommandFailed(error.message) : error;
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await database.close();
  }
}

/** For what the operator does to the service: nobody is signed in, and every row is within sight. */
export const operatorContext = (dataSource: DataSource, config: Config, log = makeLog(LOG_LEVEL)): Context => ({
  db: dataSource.manager,
  clock: systemClock,
  principal: { kind: "anonymous" },
  viewerId: null,
  address: "",
  userAgent: null,
  sessionCookie: null,
  requestId: newId(),
  log,
  // Whoever has the database and the secret key in hand needs no policy to be let in.
  reads: { canSee: () => Promise.resolve(true) },
  secretKey: config.secretKey,
  publicUrl: config.publicUrl,
});
