/** Statements that go to the database together. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { askTogether, type Question } from "../../src/platform/ask.ts";
import { makeDataSource } from "../../src/platform/database.ts";
import { inTransaction, sqlState } from "../../src/platform/transaction.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { testJobs } from "../support/jobs.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.dataSource.query("create table steps (n integer primary key, at timestamptz)");
});
afterAll(() => database.drop());

const question = (name: string, text: string, ...values: unknown[]): Question => ({
  statement: { name, text },
  values,
});
const adding = (n: number) => question("add_step", "insert into steps (n, at) values ($1, $2)", n, new Date(n));
const counting = question("count_steps", "select count(*)::integer, max(at), null from steps");
const failing = question("divide", "select 1 / $1::integer", 0);

const together = (questions: readonly Question[], dataSource = database.dataSource) =>
  inTransaction(testJobs(dataSource.manager).ctx, ({ db }) => askTogether(db, questions));

test("each sees what those before it did, and answers with its own rows", async () => {
  const twice = [adding(1), adding(2), counting, question("two", "select * from unnest($1::text[])", ["a", "ü\n"])];
  expect(await together(twice)).toEqual([[], [], [[2, new Date(2), null]], [["a"], ["ü\n"]]]);
  // By now the connection keeps them prepared.
  expect(await together([adding(3), counting])).toEqual([[], [[3, new Date(3), null]]]);
});

test("the first that fails undoes all, and the connection goes on", async () => {
  const one = await makeDataSource(database.url, { entities: [], poolSize: 1 }).initialize();
  const afterwards = question("afterwards", "select 1");
  const broken = together([adding(10), failing, afterwards, adding(11)], one);
  await expect(broken).rejects.toThrow("division by zero");
  expect(sqlState(await broken.catch((error: unknown) => error))).toBe("22012");
  await expect(together([failing], one)).rejects.toThrow("division by zero");
  expect(await together([afterwards, counting], one)).toEqual([[[1]], [[3, new Date(3), null]]]);
  await one.destroy();
});

test("behind a pooler nothing is kept prepared", async () => {
  const pooled = await makeDataSource(database.url, { entities: [], poolSize: 1, prepared: false }).initialize();
  expect(await together([counting, counting], pooled)).toEqual([[[3, new Date(3), null]], [[3, new Date(3), null]]]);
  expect(await pooled.query("select count(*)::integer as kept from pg_prepared_statements")).toEqual([{ kept: 0 }]);
  await pooled.destroy();
});

test("outside of a transaction it is refused", async () => {
  await expect(askTogether(database.dataSource.manager, [counting])).rejects.toThrow("inside of inTransaction");
});
