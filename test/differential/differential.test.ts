/**
 * The compiled reads against the naive reader: the same random operations for every viewer must have the same
 * answers, letter by letter. A difference is a fault of the engine, of a policy, or of the reference.
 */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { createReads } from "../../src/platform/reads/execute.ts";
import { buildApiSchema } from "../../src/server/schema.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { NOT_COMPILED } from "./operations.ts";
import { loadRows } from "./rows.ts";
import { Asker, type Difference, makeTrials, type Trials } from "./trials.ts";
import { plantWorld, VIEWERS, type World } from "./world.ts";

const OPERATIONS = Number(process.env["DIFFERENTIAL_OPERATIONS"] ?? 500);
const SEED = Number(process.env["DIFFERENTIAL_SEED"] ?? 20260601);
const MINUTES = 60_000;

let database: TestDatabase;
let schema: GraphQLSchema;
let world: World;
let made: Trials;

beforeAll(async () => {
  database = await openTestDatabase();
  schema = await buildApiSchema();
  world = await plantWorld(database.dataSource, SEED);
  made = makeTrials(schema, await loadRows(database.dataSource), world, { count: OPERATIONS, seed: SEED });
}, 5 * MINUTES);
afterAll(() => database.drop());

test(
  `${OPERATIONS} operations of seed ${SEED} have the naive reader's answers, for every viewer`,
  async () => {
    const asker = new Asker(database.dataSource, world, createReads({ schema, dataSource: database.dataSource }));
    const differences: Difference[] = [];
    for (const trial of made.trials) {
      for (const viewer of VIEWERS) {
        const difference = await asker.differs(trial, viewer);
        if (difference) differences.push(difference);
      }
    }
    expect(differences.slice(0, 3)).toEqual([]);
    expect(asker.answered).toBe(OPERATIONS * VIEWERS.length);
    // Refusals are the few that were made wrong on purpose.
    expect(asker.refused).toBeLessThan(asker.answered * 0.15);
  },
  10 * MINUTES,
);

test("every field of every type that can be read was answered with something", () => {
  const fields = readableTypes(schema).flatMap(([type, names]) => names.map((name) => `${type}.${name}`));
  expect(fields.length).toBeGreaterThan(300);
  expect(fields.filter((field) => !made.visited.has(field))).toEqual([]);
});

/** Object types that queries lead to, but for what TypeScript answers. */
function readableTypes(of: GraphQLSchema): (readonly [string, readonly string[]])[] {
  const found = new Map<GraphQLObjectType, readonly string[]>();
  const visit = (type: GraphQLNamedType): void => {
    if (isInterfaceType(type)) of.getPossibleTypes(type).forEach(visit);
    if (!isObjectType(type) || found.has(type)) return;
    const fields = Object.values(type.getFields()).filter(({ name }) => !NOT_COMPILED.includes(name));
    found.set(
      type,
      fields.map(({ name }) => name),
    );
    for (const field of fields) visit(getNamedType(field.type));
  };
  const query = of.getQueryType();
  if (query) visit(query);
  return [...found].map(([type, names]) => [type.name, names] as const);
}
