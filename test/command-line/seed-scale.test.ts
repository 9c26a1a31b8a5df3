import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { planOf } from "../../src/command-line/scale/scale-plan.ts";
import { plantScale } from "../../src/command-line/seed-scale.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock, TEST_NOW } from "../support/start-api.ts";

const TODAY = new Date("2026-06-01T00:00:00.000Z");
const PLAN = planOf({ people: 70, seed: 7, today: TODAY });
const databases: TestDatabase[] = [];

async function planted(plan = PLAN): Promise<{ database: TestDatabase; rows: Record<string, number> }> {
  const database = await openTestDatabase();
  databases.push(database);
  const rows = await plantScale(contextOf(database), plan, { intoExisting: false });
  return { database, rows: Object.fromEntries(rows) };
}

const contextOf = ({ dataSource }: TestDatabase) => testJobs(dataSource.manager, { clock: fixedClock() }).ctx;

/** One hash of all rows of what the seed decides. */
async function fingerprint({ dataSource }: TestDatabase): Promise<unknown[]> {
  const tables = ["people", "memberships", "meetings", "meeting_seats", "rsvps", "marks", "attendances"];
  const hash = (table: string) => `(select md5(string_agg(t::text, '|' order by t::text)) from ${table} t) as ${table}`;
  return dataSource.query(`select ${tables.map(hash).join(", ")}`);
}

let first: Awaited<ReturnType<typeof planted>>;
beforeAll(async () => {
  first = await planted();
});
afterAll(async () => {
  for (const database of databases) await database.drop();
});

test("a made-up world has the size that was asked for", () => {
  // A group of all 70 and three of 19, 35 meetings each, 17 of them past.
  expect(first.rows).toMatchObject({
    people: 70,
    groups: 4,
    person_topics: 140,
    memberships: 127,
    membership_periods: 127,
    meetings: 140,
    meeting_seats: 140,
    meeting_roles: 140,
    rolls: 68,
    attendances: 17 * 127,
  });
});

test("what holds in any database holds in it", async () => {
  expect(await brokenInvariants(first.database.dataSource, TEST_NOW)).toEqual([]);
});

test("the same numbers, seed and day give the same rows, another seed others", async () => {
  const { database: again } = await planted();
  const { database: other } = await planted({ ...PLAN, seed: 8 });
  expect(await fingerprint(again)).toEqual(await fingerprint(first.database));
  expect(await fingerprint(other)).not.toEqual(await fingerprint(first.database));
});

test("a database in which people live is refused, unless that is meant", async () => {
  const ctx = contextOf(first.database);
  await expect(plantScale(ctx, PLAN, { intoExisting: false })).rejects.toThrow("people live in this database");
  const another = planOf({ people: 30, groups: 1, meetings: 4, seed: 9, today: TODAY });
  expect(Object.fromEntries(await plantScale(ctx, another, { intoExisting: true }))).toMatchObject({
    people: 30,
    meetings: 4,
  });
  expect(await brokenInvariants(first.database.dataSource, TEST_NOW)).toEqual([]);
});

test("the invariants notice what they are about", async () => {
  const { dataSource } = first.database;
  await dataSource.query(
    "update meeting_seats set taken = taken + 1 where meeting_id = (select min(meeting_id::text)::uuid from meeting_seats)",
  );
  await dataSource.query(
    "delete from membership_periods where id = (select min(id::text)::uuid from membership_periods)",
  );
  await dataSource.query(
    "update attendances set counted_code = null where id = (select max(id::text)::uuid from attendances)",
  );
  expect(await brokenInvariants(dataSource, TEST_NOW)).toEqual([
    "seats taken are those of the answers that hold some: 1 rows",
    "a membership is live exactly while a period is open: 1 rows",
    "a submitted roll accounts for every member it expects: 1 rows",
  ]);
});
