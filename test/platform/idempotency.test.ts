import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Context } from "../../src/platform/context.ts";
import { invalid } from "../../src/platform/errors.ts";
import { once } from "../../src/platform/idempotency.ts";
import { newId } from "../../src/platform/ids.ts";
import { runTimer } from "../../src/platform/jobs.ts";
import { Topic } from "../../src/topics/topic.entity.ts";
import "../../src/platform/upkeep.jobs.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { type TestJobs, testJobs } from "../support/jobs.ts";

// Commits for real: what is tested is what other transactions see.
let database: TestDatabase;
let jobs: TestJobs;
let made = 0;

beforeAll(async () => {
  database = await openTestDatabase({ poolSize: 12 });
});
afterAll(() => database.drop());
beforeEach(async () => {
  jobs = testJobs(database.dataSource.manager);
  made = 0;
  await database.dataSource.query("delete from idempotency_keys");
  await database.dataSource.query("delete from topics");
});

interface MakeInput {
  name: string;
  note?: string | null | undefined;
  idempotencyKey?: string | null;
}

const ada = newId();
const ben = newId();
const as = (viewerId: string | null, address = "192.0.2.1"): Context => ({ ...jobs.ctx, viewerId, address });

const make = (ctx: Context, input: MakeInput, mutation = "makeTopic"): Promise<Topic> =>
  once(ctx, mutation, input, Topic, async (ctx) => {
    made++;
    return ctx.db.save(ctx.db.create(Topic, { id: newId(), slug: newId(), name: input.name }));
  });

describe("a creating mutation", () => {
  test("without a key has an effect every time", async () => {
    await make(as(ada), { name: "Sailing" });
    await make(as(ada), { name: "Sailing", idempotencyKey: null });
    expect(await database.dataSource.manager.count(Topic)).toBe(2);
  });

  test("repeated with its key has one effect and gives the first answer", async () => {
    const first = await make(as(ada), { name: "Sailing", note: undefined, idempotencyKey: "k" });
    const again = await make(as(ada), { idempotencyKey: "k", name: "Sailing" });
    expect(again).toEqual(first);
    expect(made).toBe(1);
  });

  test("writes the key's row when it is repeated, so that the answer waits for replication too", async () => {
    await make(as(ada), { name: "Sailing", idempotencyKey: "k" });
    jobs.clock.pass(60);
    await make(as(ada), { name: "Sailing", idempotencyKey: "k" });
    const [row] = await database.dataSource.query("select replayed_at from idempotency_keys");
    expect(row.replayed_at).toEqual(jobs.clock.now());
  });

  test("is refused when the key came with another input", async () => {
    await make(as(ada), { name: "Sailing", idempotencyKey: "k" });
    await expect(make(as(ada), { name: "Rowing", idempotencyKey: "k" })).rejects.toMatchObject({
      faults: [{ code: "CONFLICT", path: ["input", "idempotencyKey"] }],
    });
    await expect(make(as(ada), { name: "Sailing", note: null, idempotencyKey: "k" })).rejects.toThrow("another input");
  });

  test("shares its key with nobody: other people, visitors elsewhere, other mutations", async () => {
    await make(as(ada), { name: "Sailing", idempotencyKey: "k" });
    await make(as(ben), { name: "Sailing", idempotencyKey: "k" });
    await make(as(null, "192.0.2.1"), { name: "Sailing", idempotencyKey: "k" });
    await make(as(null, "192.0.2.2"), { name: "Sailing", idempotencyKey: "k" });
    await make(as(ada), { name: "Sailing", idempotencyKey: "k" }, "makeOther");
    expect(made).toBe(5);
  });

  test("leaves its key free when it fails", async () => {
    const failing = once(as(ada), "makeTopic", { name: "Sailing", idempotencyKey: "k" }, Topic, () =>
      Promise.reject(invalid("name", "Not today.")),
    );
    await expect(failing).rejects.toThrow("Not today.");
    await make(as(ada), { name: "Sailing", idempotencyKey: "k" });
    expect(made).toBe(1);
  });

  test("refuses a key that is empty or longer than 255 characters", async () => {
    await expect(make(as(ada), { name: "Sailing", idempotencyKey: "" })).rejects.toThrow("1 to 255");
    await expect(make(as(ada), { name: "Sailing", idempotencyKey: "x".repeat(256) })).rejects.toThrow("1 to 255");
    await make(as(ada), { name: "Sailing", idempotencyKey: "x".repeat(255) });
    expect(made).toBe(1);
  });

  test("called ten times at once has one effect, and everyone gets its answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => make(as(ada), { name: "Sailing", idempotencyKey: "k" })),
    );
    expect(new Set(answers.map((topic) => topic.id)).size).toBe(1);
    expect(made).toBe(1);
    expect(await database.dataSource.manager.count(Topic)).toBe(1);
  });

  test("waits two seconds for an equal call that is still running, then says so", async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const slow = once(as(ada), "makeTopic", { name: "Sailing", idempotencyKey: "k" }, Topic, async (ctx) => {
      started();
      await finished;
      return ctx.db.save(ctx.db.create(Topic, { id: newId(), slug: newId(), name: "Sailing" }));
    });
    await running;
    await expect(make(as(ada), { name: "Sailing", idempotencyKey: "k" })).rejects.toThrow("still running");
    finish();
    const first = await slow;
    expect(await make(as(ada), { name: "Sailing", idempotencyKey: "k" })).toEqual(first);
  });

  test("starts anew after seven days, and the old key is swept away", async () => {
    await make(as(ada), { name: "Sailing", idempotencyKey: "k" });
    jobs.clock.pass(7 * 86_400 - 1);
    await make(as(ada), { name: "Sailing", idempotencyKey: "k" });
    expect(made).toBe(1);
    jobs.clock.pass(1);
    await make(as(ada), { name: "Rowing", idempotencyKey: "k" });
    expect(made).toBe(2);
    jobs.clock.pass(7 * 86_400);
    await runTimer(jobs.deps, "delete-expired-platform-rows");
    expect(await database.dataSource.query("select 1 from idempotency_keys")).toEqual([]);
  });
});
