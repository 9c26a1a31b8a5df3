import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { makeDataSource } from "../../src/platform/database.ts";
import { migrate } from "../../src/platform/migrate.ts";
import { entities } from "../../src/server/rooms.ts";
import { createDatabase, dropDatabase, openTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

describe("the connection", () => {
  test("gives up on slow statements, locks and forgotten transactions", async () => {
    const impatient = await makeDataSource(database.url, { entities }).initialize();
    const [row] = await impatient.query<Record<string, string>[]>(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
              current_setting('idle_in_transaction_session_timeout') AS idle`,
    );
    await impatient.destroy();
    expect(row).toEqual({ statement: "5s", lock: "1s", idle: "10s" });
  });

  test("is no superuser", async () => {
    const [row] = await database.dataSource.query<{ rolsuper: boolean }[]>(
      "SELECT rolsuper FROM pg_roles WHERE rolname = current_user",
    );
    expect(row?.rolsuper).toBe(false);
  });

  test("wants the password, even from this machine", async () => {
    const url = new URL(database.url);
    url.password = "guess";
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toThrow("password authentication failed");
  });
});

describe("migrations", () => {
  test("run once, though three servers start together on an empty database", async () => {
    const { name, url } = await createDatabase("empty");
    const ran = await Promise.all([1, 2, 3].map(() => migrate(url, { entities })));
    expect(ran.flat().length).toBe(new Set(ran.flat()).size);
    expect(await migrate(url, { entities })).toEqual([]);
    await dropDatabase(name);
  });
});
