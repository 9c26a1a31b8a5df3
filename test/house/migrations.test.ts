import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { migrations } from "../../migrations/index.ts";
import { schemaDrift } from "../../src/platform/schema-drift.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

test("the migrations leave nothing for the entities to change", async () => {
  expect(await schemaDrift(database.dataSource)).toEqual([]);
});

test("each of them can be taken back, and the last state made again from nothing", async () => {
  const fresh = await openTestDatabase();
  try {
    for (let left = migrations.length; left > 0; left--) await fresh.dataSource.undoLastMigration();
    expect(
      await fresh.dataSource.query(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') and relname <> 'migrations'",
      ),
    ).toEqual([]);

    expect(await fresh.dataSource.runMigrations()).toHaveLength(migrations.length);
    expect(await schemaDrift(fresh.dataSource)).toEqual([]);
  } finally {
    await fresh.drop();
  }
});
