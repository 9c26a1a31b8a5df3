import { join } from "node:path";
import type { DataSource } from "typeorm";
import { makeDataSource } from "../src/platform/database.ts";
import { startEmbeddedDatabase } from "../src/platform/embedded-database/embedded-database.ts";
import { migrate } from "../src/platform/migrate.ts";
import { entities } from "../src/server/rooms.ts";

/** Gives `work` an empty database on which every migration has run, and throws it away afterwards. */
export async function withMigratedDatabase<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  // Named as the tests' own, whose next run sweeps away what a killed one left.
  const dataFolder = join(".data", `test-migrations-${process.pid}`);
  const database = await startEmbeddedDatabase({ dataFolder, volatile: true });
  try {
    await migrate(database.url, { entities });
    const dataSource = await makeDataSource(database.url, { entities, purpose: "migrate" }).initialize();
    try {
      return await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await database.stop();
  }
}

/** The same on a database of the tests where they run, and else on one of its own. */
export async function onTestDatabase<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  if (!process.env["TEST_TEMPLATE_URL"]) return withMigratedDatabase(work);
  const { openTestDatabase } = await import("../test/support/database.ts");
  const database = await openTestDatabase();
  try {
    return await work(database.dataSource);
  } finally {
    await database.drop();
  }
}
