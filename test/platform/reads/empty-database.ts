/** An empty database for a test file; apart from `support/database.ts`, which loads every room's types. */
import { randomUUID } from "node:crypto";
import pg from "pg";

export async function createEmptyDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const [template, admin] = [process.env["TEST_TEMPLATE_URL"], process.env["TEST_ADMIN_URL"]];
  if (!template || !admin) throw new Error("The test database was not started.");
  const url = new URL(template);
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: admin });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`CREATE DATABASE ${name} OWNER ${url.username} TEMPLATE template0`);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
