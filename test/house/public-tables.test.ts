/** What everybody may read is told when it changes: else no page with it could be kept. And nothing else is told. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type GraphQLInterfaceType, type GraphQLSchema, parse } from "graphql";
import { createReads } from "../../src/platform/reads/execute.ts";
import { chanceOf } from "../differential/chance.ts";
import { type Operation, OperationMaker, type Supplies, surveyOfField } from "../differential/operations.ts";
import { globalIdOf, TABLES } from "../differential/rows.ts";
import { testJobs } from "../support/jobs.ts";
import { type Api, startApi } from "../support/start-api.ts";

/** Beside the surveys, for filters and orders. */
const RANDOM_OPERATIONS = 150;
/** Hundreds of statements are compiled: much for a machine that has other work. */
const PATIENCE_MS = 300_000;

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

/** What chance would seldom ask: in a list that walks another table, and of each of its rows. */
const SEARCH = `query ($topics: [ID!]) {
  meetings(filter: { topics: $topics }) { edges { node { goingCount hosts { person { id } } } } }
}`;

/** Each field alone, since one that TypeScript computes keeps all beside it from being traced. */
function* fieldsOfNodes(schema: GraphQLSchema): Iterable<Pick<Operation, "document" | "variables">> {
  for (const type of schema.getPossibleTypes(schema.getType("Node") as GraphQLInterfaceType)) {
    for (const field of Object.values(type.getFields())) {
      const text = `query ($id: ID!) { node(id: $id) { ... on ${type.name} { id ${surveyOfField(field)} } } }`;
      yield { document: parse(text), variables: { id: supplies.idOf(type.name) } };
    }
  }
}

test(
  "changes are told of exactly the tables that operations of nobody in particular range over",
  async () => {
    const { schema, publicPages } = api.server;
    const reads = createReads({ schema, dataSource: api.dataSource });
    const { ctx } = testJobs(api.dataSource.manager);
    const maker = new OperationMaker(schema, chanceOf(20260601), supplies, new Set());
    const random = Array.from({ length: RANDOM_OPERATIONS }, () => maker.next());
    const search = { document: parse(SEARCH), variables: { topics: [supplies.idOf("Topic")] } };
    const operations = [search, ...fieldsOfNodes(schema), ...maker.surveys(), ...random];
    const read = new Set<string>();
    for (const { document, variables } of operations) {
      const traced = await reads.trace(document, null, variables, ctx, { told: null, within: 0 });
      for (const table of traced?.tables ?? []) read.add(table);
    }
    expect([...read].sort()).toEqual([...(publicPages?.told ?? [])].sort());
  },
  PATIENCE_MS,
);
