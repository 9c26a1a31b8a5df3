/**
 * One PostgreSQL for the whole run, with one migrated database that every test file clones.
 * Plain JavaScript, since jest loads it outside its transform; tsx gives it our TypeScript.
 */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { register } from "tsx/esm/api";

const DATA_FOLDER = resolve(".data");
const PREFIX = "test-";

export default async function setUp() {
  const unregister = register();
  const { discardEmbeddedDatabase, startEmbeddedDatabase } = await import(
    "../../src/platform/embedded-database/embedded-database.ts"
  );
  const { migrate } = await import("../../src/platform/migrate.ts");
  const { entities } = await import("../../src/server/rooms.ts");

  // A killed run leaves its folder behind, perhaps with a PostgreSQL on it.
  const left = existsSync(DATA_FOLDER) ? readdirSync(DATA_FOLDER).filter((name) => name.startsWith(PREFIX)) : [];
  for (const name of left) await discardEmbeddedDatabase(join(DATA_FOLDER, name));

  const database = await startEmbeddedDatabase({
    dataFolder: join(DATA_FOLDER, `${PREFIX}${process.pid}`),
    volatile: true,
  });
  await migrate(database.url, { entities });
  await unregister();
  process.env.TEST_TEMPLATE_URL = database.url;
  process.env.TEST_ADMIN_URL = database.adminUrl;
  globalThis.testDatabase = database;
}
