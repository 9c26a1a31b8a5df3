import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { emit } from "../../src/platform/events.ts";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { queueMail } from "../../src/platform/mail.ts";
import { type Quota, spend } from "../../src/platform/quota.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import "../../src/platform/upkeep.jobs.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { type TestJobs, testJobs } from "../support/jobs.ts";

declare module "../../src/platform/events.ts" {
  interface Events {
    "upkeep.tested": { number: number };
  }
}

const DAY_S = 86_400;
const QUOTA: Quota = { name: "upkeep", most: 1, windowSeconds: DAY_S };

let database: TestDatabase;
let jobs: TestJobs;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  jobs = testJobs(database.dataSource.manager);
});

const upkeep = () => runTimer(jobs.deps, "delete-expired-platform-rows");
const count = async (table: string): Promise<number> => {
  const [{ n }] = await database.dataSource.query<[{ n: number }]>(`select count(*)::integer as n from ${table}`);
  return n;
};
const happen = (number: number) => inTransaction(jobs.ctx, (ctx) => emit(ctx, { name: "upkeep.tested", number }));

describe("upkeep", () => {
  test("lets events go after 90 days, but none that is still to be handed on", async () => {
    await happen(1);
    await happen(2);
    await drainJobs(jobs.deps);
    await happen(3);
    jobs.clock.pass(DAY_S);
    await happen(4);
    await upkeep();
    expect(await count("events")).toBe(4);

    jobs.clock.pass(89 * DAY_S);
    await upkeep();
    const left = await database.dataSource.query("select payload->'number' as number from events order by position");
    expect(left).toEqual([{ number: 3 }, { number: 4 }]);
    await drainJobs(jobs.deps);
    await upkeep();
    expect(await count("events")).toBe(1);
    // Everybody else changes none of them, also right after the timer did.
    await expect(database.dataSource.query("delete from events")).rejects.toThrow("append-only");
  });

  test("lets go of more events than one statement deletes", async () => {
    await database.dataSource.query(
      `insert into events (name, payload, occurred_at, request_id)
       select 'upkeep.tested', '{}', $1, 'test' from generate_series(1, 12000)`,
      [jobs.clock.now()],
    );
    jobs.clock.pass(90 * DAY_S);
    await upkeep();
    expect(await count("events where payload = '{}'")).toBe(0);
  });

  test("lets settled mails go after 90 days, and those that wait never", async () => {
    const mail = (to: string) =>
      inTransaction(jobs.ctx, (ctx) => queueMail(ctx, { kind: "upkeep", to, key: "k", data: {} }));
    await mail("ada@example.org");
    await database.dataSource.query("update mails set status = 'SENT', settled_at = $1, sealed_data = null", [
      jobs.clock.now(),
    ]);
    await mail("ben@example.org");
    jobs.clock.pass(90 * DAY_S - 1);
    await upkeep();
    expect(await count("mails")).toBe(2);
    jobs.clock.pass(1);
    await upkeep();
    expect(await database.dataSource.query("select recipient from mails")).toEqual([{ recipient: "ben@example.org" }]);
  });

  test("lets quotas go once they begin anew", async () => {
    await spend(jobs.ctx, QUOTA, "ada");
    await upkeep();
    expect(await count("quotas")).toBe(1);
    jobs.clock.pass(DAY_S);
    await upkeep();
    expect(await count("quotas")).toBe(0);
  });

  test("lets jobs go 30 days after they were given up, and those that wait never", async () => {
    const add = (name: string, attempts: number) =>
      database.dataSource.query(
        `select graphile_worker.add_job('timer', json_build_object('name', $1::text), max_attempts := $2)`,
        [name, attempts],
      );
    await add("given up", 1);
    await add("waits", 5);
    // The queue keeps its own time, by the database's clock.
    jobs.clock.pass((Date.now() - jobs.clock.now().getTime()) / 1000);
    const [{ id }] = await database.dataSource.query("select id from graphile_worker.jobs where max_attempts = 1");
    await database.dataSource.query("select graphile_worker.permanently_fail_jobs(array[$1]::bigint[], 'broken')", [
      id,
    ]);
    jobs.clock.pass(30 * DAY_S - 600);
    await upkeep();
    expect(await count("graphile_worker.jobs")).toBe(2);
    jobs.clock.pass(1200);
    await upkeep();
    expect(await database.dataSource.query("select max_attempts from graphile_worker.jobs")).toEqual([
      { max_attempts: 5 },
    ]);
  });
});
