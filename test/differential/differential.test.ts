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
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { createReads } from "../../src/platform/reads/execute.ts";
import { functionWriter, textWriter } from "../../src/platform/reads/json.ts";
import { buildApiSchema } from "../../src/server/schema.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { NOT_COMPILED } from "./draft.ts";
import { ORDERS } from "./pages.ts";
import { loadRows, type Rows, TABLES } from "./rows.ts";
import { Asker, type Difference, makeTrials, type Trials } from "./trials.ts";
import { plantWorld, VIEWERS, type World } from "./world.ts";

const OPERATIONS = Number(process.env["DIFFERENTIAL_OPERATIONS"] ?? 650);
const SEED = Number(process.env["DIFFERENTIAL_SEED"] ?? 20260604);
const MINUTES = 60_000;

let database: TestDatabase;
let schema: GraphQLSchema;
let world: World;
let rows: Rows;
let made: Trials;

beforeAll(async () => {
  database = await openTestDatabase();
  schema = await buildApiSchema();
  world = await plantWorld(database.dataSource, SEED);
  rows = await loadRows(database.dataSource);
  made = makeTrials(schema, rows, world, { count: OPERATIONS, seed: SEED });
}, 5 * MINUTES);
afterAll(() => database.drop());

/** The functions only stand in for the text: a sample of them does here, `npm run fuzz` asks all of both. */
test.each([
  { name: "text", writer: textWriter, every: 1 },
  { name: "functions", writer: functionWriter, every: 5 },
])(
  `${OPERATIONS} operations of seed ${SEED} have the naive reader's answers, for every viewer, written as $name`,
  async ({ writer, every }) => {
    const { dataSource } = database;
    const asker = new Asker(
      dataSource.manager,
      world,
      createReads({ schema, dataSource, writer, onNoted: () => undefined }),
    );
    const trials = made.trials.filter((_, index) => index % every === 0);
    const differences: Difference[] = [];
    for (const trial of trials) {
      for (const viewer of VIEWERS) {
        const difference = await asker.differs(trial, viewer);
        if (difference) differences.push(difference);
      }
    }
    expect(differences.slice(0, 3)).toEqual([]);
    expect(asker.answered).toBe(trials.length * VIEWERS.length);
    // Refusals are the few that were made wrong on purpose.
    expect(asker.refused).toBeLessThan(asker.answered * 0.15);
  },
  10 * MINUTES,
);

test("every field of every type that can be read was answered with something", () => {
  const fields = readableTypes(schema).flatMap(([type, names]) => names.map((name) => `${type.name}.${name}`));
  expect(fields.length).toBeGreaterThan(300);
  expect(fields.filter((field) => !made.visited.has(field))).toEqual([]);
});

test("every argument, every field of a filter, every order and every value to choose was given", () => {
  const wanted = new Set<string>();
  const wantInput = (type: GraphQLNamedType): void => {
    if (isEnumType(type) && type.name !== "OrderDirection") {
      for (const { name } of type.getValues()) wanted.add(`${type.name}.${name}`);
    }
    if (!isInputObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      if (!type.name.endsWith("Order")) wanted.add(`${type.name}.${field.name}`);
      wantInput(getNamedType(field.type));
    }
  };
  for (const [type, names] of readableTypes(schema)) {
    for (const name of names) {
      for (const arg of type.getFields()[name]?.args ?? []) {
        wanted.add(`${type.name}.${name}(${arg.name})`);
        wantInput(getNamedType(arg.type));
      }
    }
  }
  expect(wanted.size).toBeGreaterThan(100);
  expect([...wanted].filter((one) => !made.given.has(one))).toEqual([]);
});

test("the world has in every column what it may hold: nulls, ties, and texts that break JSON", () => {
  const columns = Object.entries(TABLES).flatMap(([name, entity]) =>
    database.dataSource.getMetadata(entity).columns.map((column) => [name as keyof Rows, column] as const),
  );
  const valuesOf = (name: keyof Rows, property: string) =>
    (rows[name] as unknown as readonly Record<string, unknown>[]).map((row) => row[property]);
  const title = ([name, { propertyName }]: (typeof columns)[number]) => `${name}.${propertyName}`;
  const neverNull = columns.filter(([name, c]) => c.isNullable && !valuesOf(name, c.propertyName).includes(null));
  expect(neverNull.map(title)).toEqual([]);
  const alwaysNull = columns.filter(([name, c]) => valuesOf(name, c.propertyName).every((value) => value === null));
  expect(alwaysNull.map(title)).toEqual([]);

  const withoutTies = Object.entries(ORDERS).flatMap(([name, orders]) =>
    Object.entries(orders)
      .filter(([, key]) => {
        const keys = rows[name as keyof Rows].map((row) => String(key(row, {})));
        return new Set(keys).size === keys.length;
      })
      .map(([order]) => `${name} ${order}`),
  );
  expect(withoutTies).toEqual([]);

  const texts = new Set(columns.flatMap(([name, c]) => valuesOf(name, c.propertyName)));
  const all = [...texts].filter((value) => typeof value === "string").join("");
  const hostile = [
    ...Array.from({ length: 31 }, (_, code) => String.fromCodePoint(code + 1)),
    ..."\"'\\\u007f\u2028\u2029😀",
  ];
  expect(hostile.filter((character) => !all.includes(character))).toEqual([]);
  expect(texts).toContain("");
});

/** Object types that queries lead to, but for what TypeScript answers. */
function readableTypes(of: GraphQLSchema): (readonly [GraphQLObjectType, readonly string[]])[] {
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
  return [...found];
}
