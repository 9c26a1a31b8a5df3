import { afterAll, beforeAll, expect, test } from "@jest/globals";
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
