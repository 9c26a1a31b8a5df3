/** Operations with the answers that they must have, and the comparison of the engine's with them. */
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../src/platform/context.ts";
import type { CompiledReads } from "../../src/platform/reads/reads.ts";
import { resultOf } from "../support/answers.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock, TEST_NOW } from "../support/start-api.ts";
import { chanceOf } from "./chance.ts";
import { type Operation, OperationMaker, type Order, type Supplies } from "./operations.ts";
import { cursorOf, noteStarts, ORDERS } from "./pages.ts";
import { at } from "./planter.ts";
import { bareSchema, readNaively, type Visited } from "./reader.ts";
import { globalIdOf, type Rows } from "./rows.ts";
import { Sight } from "./sight.ts";
import { VIEWERS, type ViewerName, type World } from "./world.ts";

export interface Trial extends Operation {
  /** The answer for each viewer as JSON; null where the reader refused an argument. */
  readonly expected: ReadonlyMap<ViewerName, string | null>;
}

export interface Trials {
  readonly trials: readonly Trial[];
  readonly visited: Visited;
}

/** Draws what exists from the rows themselves, seen or not: a hidden row's cursor and id are asked for, too. */
function suppliesOf(rows: Rows, seed: number): Supplies {
  const chance = chanceOf(seed ^ 0x5eed);
  const of = (type: string): readonly { id: string }[] => rows[type as keyof Rows] as readonly { id: string }[];
  return {
    idOf: (type) => globalIdOf(chance.pick(of(type))),
    cursorOf: (type, order: Order) => {
      const known = order.field === "" || Object.hasOwn(ORDERS[type] ?? {}, order.field);
      return known ? cursorOf(chance.pick(of(type)), order) : Buffer.from('["Other"]').toString("hex");
    },
    slugs: {
      topic: [...rows.Topic.map(({ slug }) => slug), "unheard-of"],
      group: [...rows.GroupSlug.map(({ slug }) => slug), "unheard-of"],
    },
    instants: [-301, -1, 0, 1, 24].flatMap((hours) => [
      at(hours).toISOString(),
      at(hours + 2)
        .toISOString()
        .replace("Z", "+02:00")
        .replace(".000", ""),
    ]),
  };
}

/** `count` operations of that seed, answered by the naive reader for every viewer. */
export function makeTrials(
  schema: GraphQLSchema,
  rows: Rows,
  world: World,
  { count, seed }: { count: number; seed: number },
): Trials {
  noteStarts(rows);
  const bare = bareSchema(schema);
  const sights = VIEWERS.map(
    (name) => [name, new Sight(rows, world.viewers[name], world.sessions[name], TEST_NOW)] as const,
  );
  const visited: Visited = new Set();
  const maker = new OperationMaker(schema, chanceOf(seed), suppliesOf(rows, seed), visited);
  const surveys = maker.surveys();
  const trials = Array.from({ length: count }, (_, index): Trial => {
    const operation = surveys[index] ?? maker.next();
    const answers = sights.map(([name, sight]) => {
      const result = readNaively(bare, operation.document, operation.variables, sight, visited);
      const fault = result.errors?.find(({ extensions }) => extensions["code"] !== "BAD_USER_INPUT");
      if (fault) throw new Error(`The reference fails: ${fault.message}\n${operation.text}`, { cause: fault });
      return [name, result.errors ? null : JSON.stringify({ data: result.data })] as const;
    });
    return { ...operation, expected: new Map(answers) };
  });
  return { trials, visited };
}

export interface Difference {
  readonly viewer: ViewerName;
  readonly operation: string;
  readonly variables: unknown;
  readonly got: string;
  readonly expected: string | null;
}

/** The engine, asked as each viewer. */
export class Asker {
  private readonly contexts: ReadonlyMap<ViewerName, Context>;
  answered = 0;
  refused = 0;
  bytes = 0;

  constructor(
    dataSource: DataSource,
    world: World,
    private readonly reads: CompiledReads,
  ) {
    const { ctx } = testJobs(dataSource.manager, { clock: fixedClock(TEST_NOW) });
    const asViewer = (name: ViewerName): Context => {
      const [personId, sessionId] = [world.viewers[name], world.sessions[name]];
      const principal =
        personId !== null && sessionId !== null
          ? ({ kind: "person", personId, sessionId } as const)
          : ({ kind: "anonymous" } as const);
      return { ...ctx, reads, principal, viewerId: personId };
    };
    this.contexts = new Map(VIEWERS.map((name) => [name, asViewer(name)]));
  }

  /** Compares one answer; null if they are equal, to the letter and in order. */
  async differs(trial: Trial, viewer: ViewerName): Promise<Difference | null> {
    const ctx = this.contexts.get(viewer);
    if (!ctx) throw new Error(`Nobody is called ${viewer}.`);
    const expected = trial.expected.get(viewer) ?? null;
    const got = await this.reads
      .answer(trial.document, null, trial.variables, ctx)
      .then(resultOf)
      .then(({ data, errors }) =>
        errors
          ? `refused: ${errors.map(({ message, extensions }) => `${extensions["code"]} ${message}`)}`
          : JSON.stringify({ data }),
      )
      .catch((error: unknown) => `failed: ${String(error)}`);
    this.answered++;
    this.bytes += got.length;
    if (got.startsWith("refused: BAD_USER_INPUT") && trial.faulty) {
      // The engine judges arguments before it reads, the reader only where it comes by them.
      this.refused++;
      return null;
    }
    if (got === expected) return null;
    return { viewer, operation: trial.text, variables: trial.variables, got, expected };
  }
}
