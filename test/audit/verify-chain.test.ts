/** A log that somebody tampered with past every trigger says where. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { AuditChain1795457700000 } from "../../migrations/1795457700000-audit-chain.ts";
import { verifyChain } from "../../src/audit/verify-chain.ts";
import { writeAuditEntry } from "../../src/audit/write-audit-entry.ts";
import { globalId } from "../../src/platform/ids.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { type CastApi, keyOf, makeGroup, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";

let api: CastApi;
let superuser: pg.Client;
let ctx: ReturnType<typeof testJobs>["ctx"];
let groupId: string;
let ids: readonly string[];

beforeAll(async () => {
  api = await startWithCast();
  ({ ctx } = testJobs(api.dataSource.manager));
  const url = new URL(process.env["TEST_ADMIN_URL"] ?? "");
  const [{ name }] = await api.dataSource.query("select current_database() as name");
  url.pathname = `/${name}`;
  superuser = new pg.Client({ connectionString: url.href });
  await superuser.connect();
  // Whoever owns the cluster is stopped by no trigger.
  await superuser.query("set session_replication_role = replica");
});
afterAll(async () => {
  await superuser.end();
  await api.close();
});
beforeEach(async () => {
  groupId = (await makeGroup(api.dataSource)).id;
  for (const role of ["HOST", "MEMBER", "ORGANISER", "HOST", "MEMBER"]) await log(role);
  const rows: { id: string }[] = await api.dataSource.query(
    "select id from audit_entries where group_id = $1 order by position",
    [groupId],
  );
  ids = rows.map(({ id }) => id);
});

const log = (role: string, group = groupId) =>
  inTransaction(ctx, (ctx) =>
    writeAuditEntry(ctx, { groupId: group, action: "changeRole", personId: keyOf("ben"), after: { role } }),
  );
const faults = async () => (await verifyChain(ctx, groupId)).faults;
const line = (position: number) => globalId("aud", ids[position - 1] ?? "");

test("a log that nobody touched is unbroken, and has a head that moves with each line", async () => {
  const before = await verifyChain(ctx, groupId);
  expect(before).toMatchObject({ lines: 5, faults: [] });
  await log("OWNER");
  const after = await verifyChain(ctx, groupId);
  expect(after).toMatchObject({ lines: 6, faults: [] });
  expect(after.head).not.toBe(before.head);
});

test("a log without lines is unbroken", async () => {
  expect(await verifyChain(ctx, (await makeGroup(api.dataSource)).id)).toEqual({ lines: 0, head: null, faults: [] });
});

test("lines that are written at once are chained one after the other", async () => {
  await Promise.all(["HOST", "MEMBER", "HOST", "MEMBER", "HOST", "MEMBER"].map((role) => log(role)));
  expect(await verifyChain(ctx, groupId)).toMatchObject({ lines: 11, faults: [] });
});

test("what a rolled-back act logged leaves no gap", async () => {
  const undone = inTransaction(ctx, async (ctx) => {
    await writeAuditEntry(ctx, { groupId, action: "changeRole" });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  await log("HOST");
  expect(await verifyChain(ctx, groupId)).toMatchObject({ lines: 6, faults: [] });
});

describe("tampering past every trigger is found", () => {
  test.each([
    ["what was done", `after = '{"role": "OWNER"}'`],
    ["by whom", `actor_id = '${keyOf("ada")}'`],
    ["to whom", `person_id = '${keyOf("cleo")}'`],
    ["when", "occurred_at = occurred_at + interval '1 millisecond'"],
    ["which request", "request_id = 'another'"],
  ])("a line that says otherwise %s", async (_, change) => {
    await superuser.query(`update audit_entries set ${change} where id = $1`, [ids[2]]);
    expect(await faults()).toEqual([{ position: 3, entryId: line(3), what: "CHANGED" }]);
  });

  test("a line that was changed and hashed anew: the next does not follow from it", async () => {
    await superuser.query(`update audit_entries set after = '{}', hash = sha256('anything') where id = $1`, [ids[2]]);
    expect((await faults()).map(({ position }) => position)).toEqual([3, 4]);
  });

  test("a removed line", async () => {
    await superuser.query("delete from audit_entries where id = $1", [ids[1]]);
    expect(await faults()).toEqual([{ position: 2, entryId: null, what: "MISSING" }]);
  });

  test("a removed line, the later ones moved up", async () => {
    await superuser.query("delete from audit_entries where id = $1", [ids[1]]);
    for (const position of [3, 4, 5]) {
      await superuser.query("update audit_entries set position = position - 1 where id = $1", [ids[position - 1]]);
    }
    const found = await faults();
    expect(found.filter(({ what }) => what === "CHANGED").map(({ position }) => position)).toEqual([2, 3, 4]);
    expect(found.at(-1)).toEqual({ position: 5, entryId: null, what: "MISSING" });
  });

  test("the last lines removed, with the head set back", async () => {
    await superuser.query("delete from audit_entries where id = $1", [ids[4]]);
    expect(await faults()).toEqual([{ position: 5, entryId: null, what: "MISSING" }]);
    await superuser.query("update audit_heads set position = 4 where group_id = $1", [groupId]);
    expect(await faults()).toEqual([{ position: 4, entryId: line(4), what: "NOT_THE_LAST" }]);
  });

  test("two lines that changed places", async () => {
    await superuser.query("update audit_entries set position = 99 where id = $1", [ids[1]]);
    await superuser.query("update audit_entries set position = 2 where id = $1", [ids[2]]);
    await superuser.query("update audit_entries set position = 3 where id = $1", [ids[1]]);
    expect((await faults()).map(({ position }) => position)).toEqual([2, 3, 4]);
  });

  test("a line that was put in at the end", async () => {
    await superuser.query(
      `insert into audit_entries (id, group_id, occurred_at, action, before, after, request_id, position, hash)
       values (gen_random_uuid(), $1, now(), 'removeMember', '{}', '{}', 'r', 6, sha256('anything'))`,
      [groupId],
    );
    expect((await faults()).map(({ position, what }) => [position, what])).toEqual([
      [6, "CHANGED"],
      [6, "NOT_THE_LAST"],
    ]);
  });
});

test("lines from before there were chains are chained by the migration", async () => {
  const runner = api.dataSource.createQueryRunner();
  const migration = new AuditChain1795457700000();
  await migration.down(runner);
  await migration.up(runner);
  await runner.release();
  await log("HOST");
  expect(await verifyChain(ctx, groupId)).toMatchObject({ lines: 6, faults: [] });
});

test("the service itself can neither change, remove nor empty a log", async () => {
  for (const sql of ["update audit_entries set action = 'x'", "delete from audit_entries", "truncate audit_entries"]) {
    await expect(api.dataSource.query(sql)).rejects.toThrow("audit entries are append-only");
  }
});
