/** Transactions that begin and end on the way of their statements. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { DataSource } from "typeorm";
import type { Question } from "../../src/platform/ask.ts";
import { makeDataSource } from "../../src/platform/database.ts";
import { endTogether, inShortTransaction, inTransaction, sqlState } from "../../src/platform/transaction.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { testJobs } from "../support/jobs.ts";

let database: TestDatabase;
/** Has one connection, so that whatever is left on it is met again. */
let one: DataSource;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.dataSource.query(`
    create table steps (n integer primary key, twin integer unique deferrable initially deferred);
    create sequence attempts;
    create function fail_at_first() returns void language plpgsql as $$
      begin if nextval('attempts') = 1 then raise exception 'Again.' using errcode = '40001'; end if; end $$`);
  one = await makeDataSource(database.url, { entities: [], poolSize: 1 }).initialize();
});
beforeEach(() => database.dataSource.query("delete from steps"));
afterAll(async () => {
  await one.destroy();
  await database.drop();
});

const question = (name: string, text: string, ...values: unknown[]): Question => ({
  statement: { name, text },
  values,
});
const adding = (n: number, twin = n) => question("add", "insert into steps (n, twin) values ($1, $2)", n, twin);
const listing = question("list", "select n from steps order by n");
const failing = question("divide", "select 1 / $1::integer", 0);
const ctx = () => testJobs(one.manager).ctx;
/** As everybody else sees it. */
const kept = async () => (await database.dataSource.query<{ n: number }[]>(listing.statement.text)).map(({ n }) => n);

test("is over once its last statements were asked", async () => {
  const seen = await inShortTransaction(ctx(), [adding(1), listing], async ({ db }, [, before]) => {
    expect(await kept()).toEqual([]);
    const [, after] = await endTogether(db, [adding(2), listing]);
    expect(await kept()).toEqual([1, 2]);
    return [before, after];
  });
  expect(seen).toEqual([[[1]], [[1], [2]]]);
  expect(await one.query("select now() = statement_timestamp() as alone")).toEqual([{ alone: true }]);
});

test("ends by itself where nothing is asked at last", async () => {
  await inShortTransaction(ctx(), [adding(3)], () => Promise.resolve());
  expect(await kept()).toEqual([3]);
});

test.each([
  ["what is asked first", [adding(4), failing], [adding(5)], "22012"],
  ["what is asked last", [adding(4)], [adding(5), failing], "22012"],
  ["the end itself", [adding(4, 4)], [adding(5, 4)], "23505"],
])("leaves nothing when %s fails, and the connection goes on", async (_what, first, last, state) => {
  const broken = inShortTransaction(ctx(), first, ({ db }) => endTogether(db, last));
  expect(sqlState(await broken.catch((error: unknown) => error))).toBe(state);
  expect(await kept()).toEqual([]);
  await inShortTransaction(ctx(), [adding(6)], ({ db }) => endTogether(db, [adding(7)]));
  expect(await kept()).toEqual([6, 7]);
});

test("leaves nothing of an act that is refused", async () => {
  const refused = inShortTransaction(ctx(), [adding(8)], () => Promise.reject(new Error("Not you.")));
  await expect(refused).rejects.toThrow("Not you.");
  expect(await kept()).toEqual([]);
});

test("is tried again for the same reasons as any other", async () => {
  const first = [adding(9), question("fail_at_first", "select fail_at_first()")];
  await inShortTransaction(ctx(), first, ({ db }) => endTogether(db, [adding(10)]));
  expect(await kept()).toEqual([9, 10]);
});

test("is part of one that others began, and ends with it", async () => {
  const outer = inTransaction(ctx(), async (ctx) => {
    await inShortTransaction(ctx, [adding(11)], ({ db }) => endTogether(db, [adding(12)]));
    expect(await kept()).toEqual([]);
    throw new Error("Not after all.");
  });
  await expect(outer).rejects.toThrow("Not after all.");
  expect(await kept()).toEqual([]);
});
