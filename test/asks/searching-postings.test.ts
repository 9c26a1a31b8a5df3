/** Asks and offers are found by their words through an index, whatever the size of the table. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parse } from "graphql";
import { createReads } from "../../src/platform/reads/execute.ts";
import { type CastApi, keyOf, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";

/** More than any planner reads from end to end, and few enough to plant in a second. */
const POSTED = 5_000;
/** PostgreSQL plans a statement of a function anew five times, and then keeps a plan. */
const RUNS_UNTIL_SETTLED = 7;
const LISTS = [
  ["asks", "ask_words", "ask_id"],
  ["offers", "offer_words", "offer_id"],
] as const;

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
  for (const [list] of LISTS) {
    await api.dataSource.query(
      `insert into ${list} (id, person_id, kind, text, audience, posted_at, open_until)
       select gen_random_uuid(), $1, 'OTHER', 'Number ' || (select string_agg(md5(n * 10 + k || ''), ' ') from generate_series(1, 10) k) || case n when 7 then ' Käsereibetrieb' else '' end,
              'MY_GROUPS', timestamptz '2025-01-01' + n * interval '1 second', timestamptz '2999-01-01'
         from generate_series(1, ${POSTED}) n`,
      [keyOf("ben")],
    );
  }
  await api.dataSource.query("analyze");
});
afterAll(() => api.close());

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly Plans?: readonly PlanNode[];
}
const scannedIn = (node: PlanNode): string[] => [
  ...(node["Node Type"] === "Seq Scan" && node["Relation Name"] ? [node["Relation Name"]] : []),
  ...(node.Plans ?? []).flatMap(scannedIn),
];

/** Tables that the statement's settled plan reads from end to end; what is asked does not matter to it. */
const scanned = (text: string): Promise<string[]> =>
  api.dataSource.transaction(async (db) => {
    await db.query("set local plan_cache_mode = force_generic_plan");
    await db.query(`prepare searched as ${text}`);
    const [{ count }] = await db.query(
      "select cardinality(parameter_types) as count from pg_prepared_statements where name = 'searched'",
    );
    const nulls = Array.from({ length: count }, () => "null").join(", ");
    const [{ "QUERY PLAN": plan }] = await db.query(
      `explain (format json) execute searched${nulls === "" ? "" : `(${nulls})`}`,
    );
    await db.query("deallocate searched");
    return plan.flatMap(({ Plan }: { Plan: PlanNode }) => scannedIn(Plan));
  });

/** How often a table was read from end to end by what was run, also within functions and after they settled on a plan. */
const wholeReadsOf = (table: string, query: string): Promise<number> =>
  api.dataSource.transaction(async (db) => {
    await db.query("set local enable_indexonlyscan = off");
    const readsSoFar = async (): Promise<number> =>
      (await db.query("select seq_scan::integer as reads from pg_stat_xact_user_tables where relname = $1", [table]))[0]
        .reads;
    const before = await readsSoFar();
    for (let run = 0; run < RUNS_UNTIL_SETTLED; run++) await db.query(query);
    return ((await readsSoFar()) - before) / RUNS_UNTIL_SETTLED;
  });

test.each(LISTS)("%s are looked up by their words, and never read one after another", async (list, words, _key) => {
  const statements: string[] = [];
  const reads = createReads({
    schema: api.server.schema,
    dataSource: api.dataSource,
    onStatement: (text) => statements.push(text),
  });
  const document = parse(`{ ${list}(filter: { query: "kaesereibetrib" }) { edges { node { id text } } } }`);
  const viewerId = keyOf("ben");
  await reads.answer(document, null, {}, { ...testJobs(api.dataSource.manager).ctx, viewerId });

  expect(statements).toHaveLength(1);
  expect(statements[0]).toContain(`found_${list}(`);
  const [read = ""] = statements;
  expect(await scanned(read)).not.toContain(list);
  // A search for nothing in particular reads the whole table, so the plan above is one that could have been worse.
  expect(await scanned(`select count(*) from ${list} where text like '%x%'`)).toEqual([list]);
  expect(await wholeReadsOf(words, `select found_${list}('kaesereibetrib')`)).toBe(0);
  expect(await wholeReadsOf(words, `select count(*) from ${words}`)).toBe(1);
});

test.each(LISTS)("words of %s come and go with the text", async (list, words, key) => {
  const found = async (query: string): Promise<number> =>
    (await api.dataSource.query(`select cardinality(found_${list}($1)) as found`, [query]))[0].found;
  expect(await found("kasereibetrieb number")).toBe(1);
  expect(await found("Käsereibetreib")).toBe(1);
  expect(await found("käse")).toBe(1);
  expect(await found("käse absent")).toBe(0);
  expect(await found("number")).toBe(POSTED);
  await api.dataSource.query(`update ${list} set text = 'Gone' where text like '%Käserei%'`);
  expect([await found("käse"), await found("gone")]).toEqual([0, 1]);
  await api.dataSource.query(`delete from ${list} where text = 'Gone'`);
  expect(await found("gone")).toBe(0);
  const [{ left }] = await api.dataSource.query(
    `select count(*)::integer as left from ${words} w where not exists (select from ${list} p where p.id = w.${key})`,
  );
  expect(left).toBe(0);
});
