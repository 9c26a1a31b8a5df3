/**
 * No page is ever older than the data: random operations are kept, random rows changed, and whatever is still kept must
 * be what the database answers now. Rows are changed behind the acts' back, in every column, so that pages depend on
 * nothing but what the database tells.
 */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type DocumentNode, getOperationAST, OperationTypeNode } from "graphql";
import type { Context } from "../../../src/platform/context.ts";
import { makeLog } from "../../../src/platform/log.ts";
import { createReads } from "../../../src/platform/reads/execute.ts";
import type { CompiledReads } from "../../../src/platform/reads/reads.ts";
import { PublicPages } from "../../../src/server/public-pages/public-pages.ts";
import { buildApiSchema } from "../../../src/server/schema.ts";
import { type Chance, chanceOf } from "../../differential/chance.ts";
import { loadRows } from "../../differential/rows.ts";
import { makeTrials } from "../../differential/trials.ts";
import { plantWorld } from "../../differential/world.ts";
import { openTestDatabase, type TestDatabase } from "../../support/database.ts";
import { StillClock, testJobs } from "../../support/jobs.ts";
import { TEST_NOW } from "../../support/start-api.ts";

const OPERATIONS = Number(process.env["STALENESS_OPERATIONS"] ?? 100);
const CHANGES = Number(process.env["STALENESS_CHANGES"] ?? 20);
const SEED = Number(process.env["STALENESS_SEED"] ?? 20260601);
const MINUTES = 60_000;
const HOUR_SECONDS = 3_600;

interface Asked {
  readonly text: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

let database: TestDatabase;
let reads: CompiledReads;
let pages: PublicPages;
let kept: CompiledReads;
let asked: readonly Asked[];
let chance: Chance;
const clock = new StillClock(TEST_NOW.toISOString());

beforeAll(async () => {
  database = await openTestDatabase();
  const schema = await buildApiSchema();
  const world = await plantWorld(database.dataSource, SEED);
  const { trials } = makeTrials(schema, await loadRows(database.dataSource), world, { count: OPERATIONS, seed: SEED });
  asked = trials.filter(
    ({ faulty, document }) => !faulty && getOperationAST(document)?.operation === OperationTypeNode.QUERY,
  );
  reads = createReads({ schema, dataSource: database.dataSource });
  pages = new PublicPages({
    settings: { databaseUrl: database.url, bytesMax: 100_000_000, ageSecondsMax: 24 * HOUR_SECONDS, cdnSeconds: 1 },
    clock,
    log: makeLog("silent"),
  });
  await pages.start();
  kept = pages.over(reads);
  chance = chanceOf(SEED);
}, 5 * MINUTES);
afterAll(async () => {
  await pages.stop();
  await database.drop();
});

/** Nobody in particular; `asking` as the route gives it to requests without a credential. */
function nobody(): Context {
  const { ctx } = testJobs(database.dataSource.manager, { clock });
  const context = { ...ctx, reads, principal: { kind: "anonymous" }, viewerId: null } as const;
  return { ...context, exchange: { asking: { page: null } }, spending: { requested: 1_000 } } as unknown as Context;
}

const answerOf = async (from: CompiledReads, { document, variables }: Asked): Promise<string> =>
  JSON.stringify(await from.answer(document, null, variables, nobody()));

interface Stale {
  readonly operation: string;
  readonly variables: unknown;
  readonly was: string;
  readonly is: string;
  readonly after: string;
}

/** Asks all again; whatever came from memory must be what is true now. */
async function staleAfter(change: string): Promise<{ stale: Stale[]; fromMemory: ReadonlySet<Asked> }> {
  const stale: Stale[] = [];
  const fromMemory = new Set<Asked>();
  for (const one of asked) {
    const { hits } = pages.counts;
    const was = await answerOf(kept, one);
    if (pages.counts.hits === hits) continue;
    fromMemory.add(one);
    const is = await answerOf(reads, one);
    if (was !== is) stale.push({ operation: one.text, variables: one.variables, was, is, after: change });
  }
  return { stale, fromMemory };
}

/** The tables that each of these reads. */
async function tablesOf(operations: Iterable<Asked>): Promise<ReadonlyMap<Asked, ReadonlySet<string>>> {
  const tables = new Map<Asked, ReadonlySet<string>>();
  for (const one of operations) {
    const options = { told: pages.told, within: 0 };
    const traced = await reads.trace(one.document, null, one.variables, nobody(), options);
    if (traced) tables.set(one, traced.tables);
  }
  return tables;
}

interface Change {
  readonly table: string;
  readonly how: string;
  readonly undo: readonly string[];
}

/** Gives a row's column the value of another row; answers how, and how to take it back. Null if the database objects. */
async function changeSomething(tables: readonly string[]): Promise<Change | null> {
  const { dataSource } = database;
  const table = chance.pick(tables);
  const rows: { row: Record<string, unknown>; at: string }[] = await dataSource.query(
    `select to_jsonb(t) as row, t.ctid::text as at from ${table} t order by to_jsonb(t)::text`,
  );
  if (rows.length === 0) return null;
  const { row, at } = chance.pick(rows);
  const columns = Object.keys(row).filter((name) => name !== "id");
  const column = chance.pick(columns);
  const value = chance.chance(0.1) ? null : chance.pick(rows).row[column];
  const set = (to: unknown) =>
    `${column} = (jsonb_populate_record(null::${table}, ${literal({ [column]: to })})).${column}`;
  const dice = chance.int(10);
  const statement =
    dice === 0
      ? `delete from ${table} where ctid = '${at}'`
      : dice === 1
        ? `insert into ${table} select * from jsonb_populate_record(null::${table}, ${literal({ ...row, [column]: value, ...("id" in row ? { id: newKey() } : {}) })})`
        : `update ${table} set ${set(value)} where ctid = '${at}'`;
  const back = `delete from ${table} t where not exists (select from jsonb_populate_recordset(null::${table}, ${literal(rows.map((one) => one.row))}) b where b is not distinct from t)`;
  const again = `insert into ${table} select b.* from jsonb_populate_recordset(null::${table}, ${literal(rows.map((one) => one.row))}) b where not exists (select from ${table} t where b is not distinct from t)`;
  try {
    await dataSource.query(statement);
  } catch {
    return null;
  }
  const undo =
    dice <= 1
      ? [back, again]
      : [`update ${table} t set ${set(row[column])} where to_jsonb(t) = ${literal({ ...row, [column]: value })}`];
  return { table, how: statement, undo };
}

/** Tables that triggers write, with those that they follow from. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = { meeting_spots: ["groups", "group_topics", "meetings"] };
const isRead = (table: string, tables: ReadonlySet<string>): boolean =>
  tables.has(table) || [...tables].some((one) => FOLLOWS[one]?.includes(table));

let made = 0;
const newKey = (): string => `01977000-0000-7000-a000-${(++made).toString(16).padStart(12, "0")}`;
const literal = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`;

test(
  `${OPERATIONS} operations stay true over ${CHANGES} changes`,
  async () => {
    const filled = await staleAfter("nothing");
    expect(filled.fromMemory.size).toBeLessThan(asked.length / 4);
    const whole = await staleAfter("nothing");
    expect(whole.stale).toEqual([]);
    // Most of what is asked is understood well enough to be kept.
    expect(whole.fromMemory.size).toBeGreaterThan(asked.length * 0.7);
    const tablesOfPages = await tablesOf(whole.fromMemory);
    expect(tablesOfPages.size).toBe(whole.fromMemory.size);

    const told = [...(pages.told ?? [])].sort();
    const stale: Stale[] = [];
    const needlesslyLost: { after: string; operation: string }[] = [];
    const related = { kept: 0, lost: 0 };
    let changes = 0;
    for (let tries = 0; changes < CHANGES && tries < CHANGES * 20 && stale.length === 0; tries++) {
      const change = await changeSomething(told);
      if (!change) continue;
      changes++;
      await pages.settled();
      const after = await staleAfter(change.how);
      stale.push(...after.stale);
      for (const [one, tables] of tablesOfPages) {
        const isKept = after.fromMemory.has(one);
        if (isRead(change.table, tables)) related[isKept ? "kept" : "lost"]++;
        else if (!isKept) needlesslyLost.push({ after: change.how, operation: one.text });
      }
      for (const undo of change.undo) await database.dataSource.query(undo).catch(() => undefined);
      await pages.settled();
      if (chance.chance(0.2)) clock.pass(chance.int(90) * 60);
      stale.push(...(await staleAfter(`taking back: ${change.how}`)).stale);
    }
    expect(stale.slice(0, 2)).toEqual([]);
    expect(changes).toBe(CHANGES);
    // A page that does not read the changed table stays, always; of the others, which show or count other rows of it,
    // how many stay depends on the rows drawn. That some do, and some do not, says that rows are told apart.
    expect(needlesslyLost.slice(0, 2)).toEqual([]);
    expect(related.kept).toBeGreaterThan(0);
    expect(related.lost).toBeGreaterThan(0);
  },
  30 * MINUTES,
);
