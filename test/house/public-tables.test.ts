/** What everybody may read is told when it changes: else no page with it could be kept. And nothing else is told. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createReads } from "../../src/platform/reads/execute.ts";
import { chanceOf } from "../differential/chance.ts";
import { OperationMaker, type Supplies } from "../differential/operations.ts";
import { globalIdOf, TABLES } from "../differential/rows.ts";
import { testJobs } from "../support/jobs.ts";
import { type Api, startApi } from "../support/start-api.ts";

/** Named in statements for nobody only below `where false`: no row of them is ever read. */
const NEVER_REACHED = ["attendances", "visitors"];
/** Beside the surveys; so many that each field, filter and order has its turn. */
const RANDOM_OPERATIONS = 400;

let api: Api;
beforeAll(async () => {
  api = await startApi({ publicPages: {} });
});
afterAll(() => api.close());

/** Nothing need be found: what is read stands in the statement. */
const supplies: Supplies = {
  idOf: (type) =>
    globalIdOf(
      Object.assign(new TABLES[type as keyof typeof TABLES](), { id: "01977000-0000-7000-8000-00000000000a" }),
    ),
  idsOf: (type) => [supplies.idOf(type)],
  cursorOf: () => "",
  slugs: { topic: ["any"], group: ["any"] },
  instants: ["2026-06-01T12:00:00Z"],
};

test("changes are told of exactly the tables that operations of nobody in particular range over", async () => {
  const { schema, publicPages } = api.server;
  const tables = new Set(api.dataSource.entityMetadatas.map(({ tableName }) => tableName));
  const read = new Set<string>();
  const onStatement = (text: string): void => {
    for (const [, name = ""] of text.matchAll(/\b(?:from|join) "?(\w+)"?/g)) if (tables.has(name)) read.add(name);
  };
  const reads = createReads({ schema, dataSource: api.dataSource, onStatement });
  const { ctx } = testJobs(api.dataSource.manager);
  const maker = new OperationMaker(schema, chanceOf(20260601), supplies, new Set());
  const operations = [...maker.surveys(), ...Array.from({ length: RANDOM_OPERATIONS }, () => maker.next())];
  for (const { document, variables } of operations) await reads.answer(document, null, variables, ctx);

  expect([...read].filter((name) => !NEVER_REACHED.includes(name)).sort()).toEqual(
    [...(publicPages?.told ?? [])].sort(),
  );
});
