/** The server on a PostgreSQL that is there already, as a real process. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { asAdmin, createDatabase, dropDatabase } from "../support/database.ts";
import { type Running, run, type Settings } from "../support/processes.ts";
import { SECRET_KEY, wellmetOn } from "../support/wellmet.ts";

const TIMEOUT_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), "wellmet-elsewhere-"));
const started: Running[] = [];
const databases: string[] = [];
const roles: string[] = [];

afterAll(async () => {
  for (const server of started) await server.kill("SIGTERM");
  for (const name of databases) await dropDatabase(name);
  for (const role of roles) await asAdmin(`DROP ROLE ${role}`);
  rmSync(folder, { recursive: true, force: true });
});

const startServer = (settings: Settings): Running => {
  const server = run("src/server/main.ts", [], { DATA_DIR: folder, PORT: "0", SECRET_KEY, ...settings });
  started.push(server);
  return server;
};

async function database(template: "migrated" | "empty"): Promise<string> {
  const { name, url } = await createDatabase(template);
  databases.push(name);
  return url;
}

async function rowsOf<Row extends pg.QueryResultRow>(url: string, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}
const peopleIn = async (url: string) =>
  (await rowsOf<{ n: number }>(url, "select count(*)::int as n from people"))[0]?.n;

describe("a server on a database of its operator's", () => {
  let url: string;

  test(
    "plants no demo world there, and names nobody of it",
    async () => {
      url = await database("empty");
      const server = startServer({ DATABASE_URL: url });
      await server.printed("Ctrl-C ends everything.");
      expect(server.output()).toContain("Wellmet is ready");
      expect(server.output()).toContain("wellmet -- session --email you@example.org");
      expect(server.output()).not.toMatch(/demo|harbour\.example|elsewhere\.example/);
      expect(await peopleIn(url)).toBe(0);
      await server.kill("SIGTERM");
    },
    TIMEOUT_MS,
  );

  test(
    "names the people of the demo world once the operator has planted it",
    async () => {
      const seeded = await wellmetOn({ url }, ["seed", "demo"]);
      expect(seeded.exitCode).toBe(0);
      const server = startServer({ DATABASE_URL: url });
      await server.printed("Ctrl-C ends everything.");
      for (const who of ["ada@harbour", "ben@harbour", "cleo@elsewhere"]) {
        expect(server.output()).toContain(`session --email ${who}.example`);
      }
      await server.kill("SIGTERM");
    },
    TIMEOUT_MS,
  );

  test(
    "says nothing but its log in production, and plants nothing",
    async () => {
      const productionUrl = await database("empty");
      const server = startServer({ DATABASE_URL: productionUrl, NODE_ENV: "production", LOG_LEVEL: "info" });
      await server.printed("Server listening");
      const lines = server.output().trim().split("\n");
      for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
      expect(server.output()).not.toContain("session --email");
      expect(await peopleIn(productionUrl)).toBe(0);
      expect((await server.kill("SIGTERM")).exitCode).toBe(0);
    },
    TIMEOUT_MS,
  );

  test(
    "migrates by MIGRATION_DATABASE_URL, as a role that may, and answers by DATABASE_URL as one that may not",
    async () => {
      const migrationUrl = await database("empty");
      const owner = new URL(migrationUrl).username;
      const web = `web_${randomUUID().slice(0, 8)}`;
      roles.unshift(web);
      await asAdmin(`CREATE ROLE ${web} LOGIN PASSWORD 'web'`);
      for (const grant of [
        `GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${web}`,
        `GRANT USAGE ON SEQUENCES TO ${web}`,
        `GRANT USAGE ON SCHEMAS TO ${web}`,
      ]) {
        await rowsOf(migrationUrl, `ALTER DEFAULT PRIVILEGES ${grant}`);
      }
      const webUrl = Object.assign(new URL(migrationUrl), { username: web, password: "web" }).href;

      const alone = await startServer({ DATABASE_URL: webUrl }).finished;
      expect(alone.exitCode).toBe(1);
      expect(alone.stderr).toContain("permission denied");

      const server = startServer({ DATABASE_URL: webUrl, MIGRATION_DATABASE_URL: migrationUrl });
      await server.printed("Ctrl-C ends everything.");
      const address = /(http:\S+)\/graphql/.exec(server.output())?.[1] ?? "";
      const ready = await fetch(`${address}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
      const answer = await fetch(`${address}/graphql?query={groups(first:1){totalCount}}`);
      expect(await answer.json()).toMatchObject({ data: { groups: { totalCount: 0 } } });
      const owners = await rowsOf(
        migrationUrl,
        "select distinct tableowner from pg_tables where schemaname = 'public'",
      );
      expect(owners).toEqual([{ tableowner: owner }]);
      const sessions = await rowsOf<{ usename: string }>(
        migrationUrl,
        "select distinct usename from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
      // Jobs listen and so take the direct connection; the service takes the other.
      expect(sessions.map(({ usename }) => usename).sort()).toEqual([owner, web].sort());
      expect((await server.kill("SIGTERM")).exitCode).toBe(0);
    },
    TIMEOUT_MS,
  );
});
