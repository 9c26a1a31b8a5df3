/** Against trying everything, on a thousand small networks; and that nothing hidden leaves a mark on an answer. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { globalId } from "../../src/platform/ids.ts";
import { chanceOf } from "../differential/chance.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type Graph, hiddenFrom, plant, randomGraph, waysByForce } from "./graphs.ts";

const SEED = 20260601;
const GRAPHS = 1_000;
const FIRST = 20;
/** Of so many networks what is hidden is taken away. */
const COMPARED = 300;
/** Two thousand requests, on a machine that has other work. */
const PATIENCE_MS = 300_000;

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const PATHS = `query ($id: ID!, $max: Int!, $first: Int!) { viewer { warmPaths(to: { personId: $id }, maxConnectors: $max, first: $first) {
  connectors { id } target { id } band steps { from { id } to { id } band reason } } } }`;

interface Path {
  readonly connectors: { id: string }[];
  readonly target: { id: string } | null;
  readonly steps: { from: { id: string } | null; to: { id: string } | null }[];
}

interface Case {
  readonly graph: Graph;
  readonly from: string;
  readonly to: string;
  readonly max: number;
}

async function answerOf({ from, to, max }: Case): Promise<Path[]> {
  const variables = { id: globalId("per", to), max, first: FIRST };
  const { data, errors } = await api.as(from).graphql<{ viewer: { warmPaths: Path[] } }>(PATHS, variables);
  expect(errors).toBeUndefined();
  return data?.viewer.warmPaths ?? [];
}

test(
  "the strongest way by each first connector is found, and a hidden person or tie changes no answer",
  async () => {
    const chance = chanceOf(SEED);
    const graphs = Array.from({ length: GRAPHS }, () => randomGraph(chance));
    await plant(api.dataSource, graphs);
    const cases = graphs.map((graph, index): Case => {
      const [from = "", ...others] = graph.people;
      return { graph, from, to: chance.pick(others), max: 1 + (index % 2) };
    });

    const answers: Path[][] = [];
    let found = 0;
    for (const each of cases) {
      const paths = await answerOf(each);
      answers.push(paths);
      const ways = waysByForce(each.graph, each.from, each.to, each.max);
      found += ways.length;
      expect(paths.map(({ connectors }) => connectors.map(({ id }) => id))).toEqual(
        ways.map(({ connectors }) => connectors.map((id) => globalId("per", id))),
      );
      for (const { connectors, target, steps } of paths) {
        const ids = [globalId("per", each.from), ...connectors.map(({ id }) => id), target?.id];
        expect(steps.map(({ from, to }) => [from?.id, to?.id])).toEqual(ids.slice(1).map((id, at) => [ids[at], id]));
      }
    }
    expect(found).toBeGreaterThan(GRAPHS);

    let removed = 0;
    for (const [index, each] of cases.slice(0, COMPARED).entries()) {
      const { edgeIds } = hiddenFrom(each.graph, each.from);
      removed += edgeIds.length;
      await api.dataSource.query("delete from connections where id = any($1)", [edgeIds]);
      expect(await answerOf(each)).toEqual(answers[index]);
    }
    expect(removed).toBeGreaterThan(COMPARED);
  },
  PATIENCE_MS,
);
