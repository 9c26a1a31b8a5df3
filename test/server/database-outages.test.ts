import { Writable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import type { DataSource } from "typeorm";
import { type DataSourceSettings, makeDataSource } from "../../src/platform/database.ts";
import { entities } from "../../src/server/rooms.ts";
import { buildServer } from "../../src/server/server.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { type SilentProxy, startSilentProxy } from "../support/silent-proxy.ts";
import { fixedClock, testSettings } from "../support/start-api.ts";

const READ = "{ meetings { totalCount } rateLimit { limit } }";
const ACT = 'mutation { requestSignIn(input: { email: "ada@example.org" }) { errors { code } } }';
const LATER = { code: "UNAVAILABLE", retryable: true };

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const lines: Record<string, unknown>[] = [];
const log = pino(
  {},
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  }),
);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] };
}

async function open(url: string, limits: Omit<DataSourceSettings, "entities">): Promise<DataSource> {
  const dataSource = await makeDataSource(url, { entities, ...limits }).initialize();
  closing.push(() => dataSource.destroy());
  return dataSource;
}

/** A server of its own, with its own patience. */
async function serve(url: string, limits: Omit<DataSourceSettings, "entities">) {
  const dataSource = await open(url, limits);
  const server = await buildServer({ settings: testSettings, dataSource, clock: fixedClock(), log });
  closing.push(() => server.close());
  const origin = await server.app.listen({ port: 0, host: "127.0.0.1" });
  const answer = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(new URL(path, origin), init);
    const body = (await response.json()) as Answer["body"];
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body };
  };
  const headers = { "content-type": "application/json" };
  return {
    get: (path: string) => answer(path),
    ask: (query: string) => answer("/graphql", { method: "POST", headers, body: JSON.stringify({ query }) }),
  };
}

/** Holds a table against everybody while `work` runs. */
const whileLocked = <T>(table: string, work: () => Promise<T>): Promise<T> =>
  database.dataSource.transaction(async (db) => {
    await db.query(`lock table ${table} in access exclusive mode`);
    return work();
  });

/** One error that says to come back, no word of the database, and nothing of what was asked beside it. */
function expectLater({ status, retryAfter, body }: Answer): void {
  expect([status, retryAfter, body.errors?.length]).toEqual([503, "1", 1]);
  expect(body.errors?.[0]?.extensions).toEqual({ ...LATER, requestId: expect.any(String) });
  expect(JSON.stringify(body)).not.toMatch(/statement|lock|terminat|serial|timeout|connection/i);
  expect(Object.values(body.data ?? {}).every((field) => field === null)).toBe(true);
}

describe("a database that answers nothing", () => {
  /** The client gives up a second after the database should have. */
  const impatient = { statementTimeoutMs: 50, connectTimeoutMs: 500 };
  let proxy: SilentProxy;
  beforeAll(async () => {
    proxy = await startSilentProxy(database.url);
  });
  afterAll(() => proxy.close());

  test("makes one error to be retried, and all is well when it is back", async () => {
    const { get, ask } = await serve(proxy.url, impatient);
    expect((await ask(READ)).status).toBe(200);
    proxy.freeze();
    const [alive, ready, read, act] = await Promise.all([get("/healthz"), get("/readyz"), ask(READ), ask(ACT)]);
    proxy.thaw();

    expect(alive.status).toBe(200);
    expect(ready).toMatchObject({ status: 503, retryAfter: "1", body: { obstacle: "database" } });
    expectLater(read);
    expect(read.body).not.toHaveProperty("data");
    expectLater(act);

    expect((await get("/readyz")).status).toBe(200);
    expect(await ask(READ)).toMatchObject({ status: 200, body: { data: { meetings: { totalCount: 0 } } } });
    expect(await ask(ACT)).toMatchObject({ status: 200, body: { data: { requestSignIn: { errors: [] } } } });
  });

  test("has nobody else commit what was given up on", async () => {
    const narrow = await open(proxy.url, { ...impatient, poolSize: 1 });
    const given = narrow.transaction(async (db) => {
      await db.query("insert into quotas (key, uses, resets_at) values ('given up', 1, now())");
      proxy.freeze();
      await db.query("select 1");
    });
    await expect(given).rejects.toThrow("Query read timeout");
    proxy.thaw();
    await narrow.transaction((db) => db.query("select 1"));

    expect(await database.dataSource.query("select uses from quotas where key = 'given up'")).toEqual([]);
  });
});

describe("one error to be retried, with no partial data, is made of", () => {
  const patient = { statementTimeoutMs: 30_000, lockTimeoutMs: 20_000 };

  test.each([
    ["a statement that takes too long", { statementTimeoutMs: 50, lockTimeoutMs: 20_000 }],
    ["a lock that somebody else holds", { statementTimeoutMs: 30_000, lockTimeoutMs: 50 }],
  ])("%s, in a read and in an act", async (_what, limits) => {
    const { ask } = await serve(database.url, limits);
    const read = await whileLocked("meetings", () => ask(READ));
    expectLater(read);
    expect(read.body).not.toHaveProperty("data");
    expectLater(await whileLocked("mails", () => ask(ACT)));
    expect((await ask(READ)).status).toBe(200);
  });

  test.each([
    ["meetings", READ],
    ["mails", ACT],
  ])("a connection that is lost while %s are waited for", async (table, operation) => {
    const { ask } = await serve(database.url, patient);
    const answer = await whileLocked(table, async () => {
      const asked = ask(operation);
      await terminateWaiting();
      return asked;
    });
    expectLater(answer);
    expect((await ask(READ)).status).toBe(200);
  });

  test("the last word of a connection, whose end is heard of later", async () => {
    const proxy = await startSilentProxy(database.url);
    closing.push(() => proxy.close());
    const { ask } = await serve(proxy.url, { ...patient, poolSize: 1 });
    for (const [table, operation] of [
      ["meetings", READ],
      ["mails", ACT],
    ] as const) {
      expect((await ask(READ)).status).toBe(200);
      proxy.hideEnds();
      const answer = await whileLocked(table, async () => {
        const asked = ask(operation);
        await terminateWaiting();
        return asked;
      });
      expectLater(answer);
      expect((await ask(READ)).status).toBe(200);
    }
  });

  test.each(["40001", "40P01", "57P01", "53300"])("a read that ends with %s", async (state) => {
    const { ask } = await serve(database.url, patient);
    const run = (sql: string) => database.dataSource.query(sql);
    await run("alter table groups rename to real_groups");
    await run(`create function failing() returns setof real_groups language plpgsql as
      $$ begin raise exception 'secret statement' using errcode = '${state}'; end $$`);
    await run("create view groups as select * from failing()");
    try {
      const answer = await ask("{ groups { totalCount } rateLimit { limit } }");
      expectLater(answer);
      expect(answer.body).not.toHaveProperty("data");
    } finally {
      await run("drop view groups");
      await run("drop function failing()");
      await run("alter table real_groups rename to groups");
    }
  });

  test("what the operator finds in the log by the id of the request", async () => {
    const { ask } = await serve(database.url, { statementTimeoutMs: 50 });
    const { body } = await whileLocked("meetings", () => ask(READ));
    const requestId = body.errors?.[0]?.extensions["requestId"];
    const line = lines.find((line) => line["requestId"] === requestId && line["level"] === 50);
    expect(line).toMatchObject({ err: { code: "57014" } });
  });
});

/** Ends the connection that waits for a lock, as soon as there is one. */
async function terminateWaiting(): Promise<void> {
  const terminate = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  for (let ended: unknown[] = []; ended.length === 0; ) ended = await database.dataSource.query(terminate);
}
