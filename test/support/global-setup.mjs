/**
 * One PostgreSQL for the whole run, with one migrated database that every test file clones.
 * Plain JavaScript, since jest loads it outside its transform; tsx gives it our TypeScript.
 */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
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

  const outside = process.env.TEST_POSTGRES_URL;
  const database = outside
    ? await borrowCluster(outside)
    : await startEmbeddedDatabase({ dataFolder: join(DATA_FOLDER, `${PREFIX}${process.pid}`), volatile: true });
  await migrate(database.url, { entities });
  // A test file that runs in this very process is given what lies about here: its own entities would count twice.
  delete globalThis.typeormMetadataArgsStorage;
  await unregister();
  process.env.TEST_TEMPLATE_URL = database.url;
  process.env.TEST_ADMIN_URL = database.adminUrl;
  globalThis.testDatabase = database;
}

/**
 * `TEST_POSTGRES_URL`, a superuser's, tries another version of PostgreSQL: the run has a role and a database of its own
 * there, and takes them away at the end.
 */
async function borrowCluster(adminUrl) {
  const name = `wellmet_test_${process.pid}`;
  const asAdmin = async (...statements) => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  await asAdmin(`CREATE ROLE ${name} LOGIN PASSWORD '${name}'`, `CREATE DATABASE ${name} OWNER ${name}`);
  const url = new URL(adminUrl);
  Object.assign(url, { username: name, password: name, pathname: `/${name}` });
  return { url: url.href, adminUrl, stop: () => asAdmin(`DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`) };
}
