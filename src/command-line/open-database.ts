import type { Config } from "../platform/config.ts";

export interface OpenedDatabase {
  readonly url: string;
  /** A direct connection, for migrations. */
  readonly migrationUrl: string;
  /** Whether the embedded database was made by this very call. */
  readonly isNew: boolean;
  close(): Promise<void>;
}

/** The configured database, or the embedded one: that of a running server, else started until `close`. */
export async function openDatabase(config: Config): Promise<OpenedDatabase> {
  if (config.databaseUrl) {
    const migrationUrl = config.migrationDatabaseUrl ?? config.databaseUrl;
    return { url: config.databaseUrl, migrationUrl, isNew: false, close: () => Promise.resolve() };
  }
  const { openEmbeddedDatabase } = await import("../platform/embedded-database/embedded-database.ts");
  const database = await openEmbeddedDatabase({ dataFolder: config.dataFolder });
  return { url: database.url, migrationUrl: database.url, isNew: database.isNew, close: () => database.stop() };
}
