/** Every root field, asked by every role: one table says what each of them gets. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { GraphQLObjectType } from "graphql";
import { buildApiSchema } from "../../src/server/schema.ts";
import { act } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type MatrixHouse, openHouses } from "./house.ts";
import type { Act, Question } from "./line.ts";
import { ROLES, type Role } from "./roles.ts";
import { MUTATIONS, QUERIES } from "./table.ts";

const MINUTE = 60_000;

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const lines = <T extends object>(table: Readonly<Record<string, T | readonly T[]>>) =>
  Object.entries(table).flatMap(([name, entry]) =>
    (Array.isArray(entry) ? (entry as readonly T[]) : [entry as T]).map(
      (one, index) => [index === 0 ? name : `${name} (${index + 1})`, name, one] as const,
    ),
  );

async function outcomesOf(
  houses: readonly MatrixHouse[],
  ask: (house: MatrixHouse, role: Role) => Promise<string>,
): Promise<string> {
  const outcomes: string[] = [];
  for (const [index, role] of ROLES.entries()) outcomes.push(await ask(houses[index]!, role));
  return outcomes.join(" ");
}

test("every root field stands in the table, and no other", async () => {
  const schema = await buildApiSchema();
  const names = (type: GraphQLObjectType | null | undefined) => Object.keys(type?.getFields() ?? {}).sort();
  expect(Object.keys(MUTATIONS).sort()).toEqual(names(schema.getMutationType()));
  expect(Object.keys(QUERIES).sort()).toEqual(names(schema.getQueryType()));
  // Its fields are told what queries tell: test/server/live asks them.
  expect(names(schema.getSubscriptionType())).toEqual(["doorChanged", "meetingChanged"]);
});

test.each(lines<Act>(MUTATIONS))(
  "%s",
  async (_title, name, { input, outcomes }) => {
    const got = await outcomesOf(await openHouses(api, ROLES), async (house, role) => {
      const { codes } = await act(api, house.viewer, name, { ...input(house, role) });
      return codes[0] ?? "ok";
    });
    expect(got).toBe(outcomes);
  },
  MINUTE,
);

/** Whoever only asks leaves a house as it was, so that all questions share theirs. */
let housesToAsk: Promise<MatrixHouse[]> | undefined;

test.each(lines<Question>(QUERIES))(
  "%s",
  async (_title, name, { query, outcomes }) => {
    housesToAsk ??= openHouses(api, ROLES);
    const got = await outcomesOf(await housesToAsk, async (house) => {
      const { data, errors } = await api.as(house.viewer).graphql(`{ ${query(house)} }`);
      return errors?.[0]?.extensions.code ?? answerOf(data?.[name], house);
    });
    expect(got).toBe(outcomes);
  },
  MINUTE,
);

/** The first thing that an answer holds: `null`, `empty`, something of another cell, or `ok`. */
function answerOf(value: unknown, house: MatrixHouse): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "empty" : answerOf(value[0], house);
  const { edges, id, ...fields } = value as { edges?: { node: { id: string } }[]; id?: string };
  const [field]: unknown[] = Object.values(fields);
  if (edges) return edges[0] ? answerOf(edges[0].node, house) : "empty";
  if (field !== undefined && typeof field !== "object") return "ok";
  if (field !== undefined) return answerOf(field, house);
  return id === undefined || id === house.viewer || Object.values(house).includes(id) || id.startsWith("per_")
    ? "ok"
    : "another";
}
