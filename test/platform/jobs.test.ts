import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { emit } from "../../src/platform/events.ts";
import { relayOnce, startJobs } from "../../src/platform/job-runner.ts";
import { drainJobs, every, on, runJobsNow, runTimer } from "../../src/platform/jobs.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { type TestJobs, testJobs } from "../support/jobs.ts";

declare module "../../src/platform/events.ts" {
  interface Events {
    "test.happened": { number: number };
    "test.unheard": { number: number };
  }
}

let database: TestDatabase;
let jobs: TestJobs;
let seen: string[] = [];
let failuresLeft = 0;
let onSeen: () => void = () => undefined;

on("test.happened", function note(_ctx, event) {
  if (failuresLeft-- > 0) return Promise.reject(new Error("not yet"));
  seen.push(`${event.name} ${event.number} by ${event.actorId ?? "nobody"} at ${event.occurredAt.toISOString()}`);
  onSeen();
  return Promise.resolve();
});
every("0 0 1 1 *", "test-timer", (ctx) => {
  seen.push(`timer at ${ctx.clock.now().toISOString()}`);
  onSeen();
  return Promise.resolve();
});

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  jobs = testJobs(database.dataSource.manager);
  await drainJobs(jobs.deps);
  seen = [];
  failuresLeft = 0;
  onSeen = () => undefined;
});

const happen = (...numbers: number[]): Promise<void> =>
  inTransaction(jobs.ctx, async (ctx) => {
    for (const number of numbers) await emit(ctx, { name: "test.happened", number });
  });

describe("events", () => {
  test("reach their reactions in order, with payload, actor and moment", async () => {
    const ada = "0199aaaa-0000-7000-8000-000000000001";
    await inTransaction({ ...jobs.ctx, viewerId: ada }, (ctx) => emit(ctx, { name: "test.happened", number: 1 }));
    await happen(2, 3);
    await drainJobs(jobs.deps);
    expect(seen).toEqual([
      `test.happened 1 by ${ada} at 2026-03-10T06:30:00.000Z`,
      "test.happened 2 by nobody at 2026-03-10T06:30:00.000Z",
      "test.happened 3 by nobody at 2026-03-10T06:30:00.000Z",
    ]);
    await drainJobs(jobs.deps);
    expect(seen).toHaveLength(3);
  });

  test("keep their order when there are more than are taken at once", async () => {
    const numbers = Array.from({ length: 250 }, (_, index) => index);
    await happen(...numbers);
    await drainJobs(jobs.deps);
    expect(seen.map((line) => Number(line.split(" ")[1]))).toEqual(numbers);
  });

  test("of a transaction that is rolled back never happened", async () => {
    const failing = inTransaction(jobs.ctx, async (ctx) => {
      await emit(ctx, { name: "test.happened", number: 1 });
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    await drainJobs(jobs.deps);
    expect(seen).toEqual([]);
  });

  test("cannot be announced outside of a transaction", async () => {
    await expect(emit(jobs.ctx, { name: "test.happened", number: 1 })).rejects.toThrow("inTransaction");
  });

  test("that commit late are not passed by, though later positions went before them", async () => {
    const early = database.dataSource.createQueryRunner();
    await early.startTransaction();
    await emit({ ...jobs.ctx, db: early.manager }, { name: "test.happened", number: 1 });
    await happen(2);
    await drainJobs(jobs.deps);
    expect(seen.map((line) => line.split(" ")[1])).toEqual(["2"]);
    await early.commitTransaction();
    await early.release();
    await drainJobs(jobs.deps);
    expect(seen.map((line) => line.split(" ")[1])).toEqual(["2", "1"]);
  });

  test("are never changed or deleted", async () => {
    await happen(1);
    await expect(database.dataSource.query("update events set name = 'other'")).rejects.toThrow("append-only");
    await expect(
      database.dataSource.query("delete from events where position not in (select position from unrelayed_events)"),
    ).rejects.toThrow("append-only");
  });
});

describe("timers", () => {
  test("run when a test asks, one or all, under the test's clock", async () => {
    await runTimer(jobs.deps, "test-timer");
    jobs.clock.pass(60);
    await runJobsNow(jobs.deps);
    expect(seen).toEqual(["timer at 2026-03-10T06:30:00.000Z", "timer at 2026-03-10T06:31:00.000Z"]);
  });
});

describe("the service's queue", () => {
  const allSeen = (count: number): Promise<void> =>
    new Promise((resolve) => {
      onSeen = () => {
        if (seen.length >= count) resolve();
      };
    });

  test("runs what was committed, in order, though two servers relay at once", async () => {
    const servers = [await startJobs(jobs.deps, database.url), await startJobs(jobs.deps, database.url)];
    const done = allSeen(20);
    for (let number = 1; number <= 20; number++) await happen(number);
    await done;
    await Promise.all(servers.map((server) => server.stop()));
    expect(seen.map((line) => Number(line.split(" ")[1]))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test("tries again what failed, and drops events that nobody hears", async () => {
    failuresLeft = 1;
    const server = await startJobs(jobs.deps, database.url);
    const done = allSeen(1);
    await inTransaction(jobs.ctx, (ctx) => emit(ctx, { name: "test.unheard", number: 1 }));
    await happen(7);
    await done;
    await server.stop();
    expect(seen).toHaveLength(1);
    expect(await database.dataSource.query("select * from unrelayed_events")).toEqual([]);
  });

  test("runs timers by their names", async () => {
    const server = await startJobs(jobs.deps, database.url);
    const done = allSeen(1);
    await database.dataSource.query(
      "select graphile_worker.add_job('timer', payload := '{\"name\": \"test-timer\"}', queue_name := 'timer/test-timer')",
    );
    await done;
    await server.stop();
    expect(seen).toEqual(["timer at 2026-03-10T06:30:00.000Z"]);
  });

  test("keeps events when handing on fails half-way", async () => {
    await happen(1, 2);
    await database.dataSource.query("alter schema graphile_worker rename to graphile_worker_away");
    await expect(relayOnce(jobs.deps)).rejects.toThrow("graphile_worker");
    await database.dataSource.query("alter schema graphile_worker_away rename to graphile_worker");
    expect(await database.dataSource.query("select * from unrelayed_events")).toHaveLength(2);
  });
});
