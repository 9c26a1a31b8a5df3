/** Operations with the answers that they must have, and the comparison of the engine's with them. */
import type { GraphQLError, GraphQLSchema } from "graphql";
import type { EntityManager } from "typeorm";
import type { Context } from "../../src/platform/context.ts";
import { type Log, makeLog } from "../../src/platform/log.ts";
import type { Answer, CompiledReads } from "../../src/platform/reads/reads.ts";
import { testJobs } from "../support/jobs.ts";
import { fixedClock, TEST_NOW } from "../support/start-api.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { type Operation, OperationMaker, type Order, type Supplies } from "./operations.ts";
import { cursorOf, noteNextMeetings, noteStarts, noteWords, ORDERS } from "./pages.ts";
import { at } from "./planter.ts";
import { bareSchema, OF_LIST, readNaively } from "./reader.ts";
import { globalIdOf, type Rows } from "./rows.ts";
import { Sight } from "./sight.ts";
import { Met, orderKey, turned } from "./walks.ts";
import { VIEWERS, type ViewerName, type World } from "./world.ts";

export interface Trial extends Operation {
  /** The answer for each viewer as JSON; null where the reader refused an argument. */
  readonly expected: ReadonlyMap<ViewerName, string | null>;
  /** How many values these answers hold. */
  readonly leaves: number;
}

export interface Trials {
  readonly trials: readonly Trial[];
  /** Fields that were answered with something, `Type.field`. */
  readonly visited: ReadonlySet<string>;
  /** Arguments, fields of inputs and values of enumerations that were given. */
  readonly given: ReadonlySet<string>;
}

/** Draws what exists from the rows themselves, seen or not: a hidden row's cursor and id are asked for, too. */
function suppliesOf(rows: Rows, seed: number, met: Met): Supplies {
  const chance = chanceOf(seed ^ 0x5eed);
  const of = (type: string): readonly { id: string }[] => rows[type as keyof Rows] as readonly { id: string }[];
  return {
    idOf: (type) => globalIdOf(chance.pick(of(type))),
    idsOf: (type, max) => chance.shuffled(of(type)).slice(0, max).map(globalIdOf),
    cursorOf: (type, order: Order) => {
      const known = order.field === "" || Object.hasOwn(ORDERS[type] ?? {}, order.field);
      if (!known) return Buffer.from('["Other"]').toString("hex");
      const shown = met.cursors.get(orderKey(type, order)) ?? [];
      return shown.length > 0 && chance.chance(0.6) ? chance.pick(shown) : cursorOf(chance.pick(of(type)), order);
    },
    slugs: {
      topic: [...[...rows.Topic, ...rows.TopicSynonym].map(({ slug }) => slug), "unheard-of"],
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

/** How often the page after the last one is asked for, instead of something new. */
const WALKS_ON = 0.1;

/** Makes operations of a seed, one after the other, each answered by the naive reader for every viewer. */
export class TrialMaker {
  readonly met = new Met();
  private readonly bare: GraphQLSchema;
  private readonly sights: readonly (readonly [ViewerName, Sight])[];
  private readonly chance: Chance;
  private readonly maker: OperationMaker;
  private readonly surveys: Operation[];
  private last: Operation | null = null;

  constructor(
    private readonly schema: GraphQLSchema,
    rows: Rows,
    world: World,
    seed: number,
  ) {
    noteStarts(rows);
    noteWords(rows);
    noteNextMeetings(rows, TEST_NOW);
    this.bare = bareSchema(schema);
    this.sights = VIEWERS.map((name) => [
      name,
      new Sight(rows, world.viewers[name], world.sessions[name], TEST_NOW, world.programs.get(name)),
    ]);
    this.chance = chanceOf(seed ^ 0x3a1c);
    this.maker = new OperationMaker(schema, chanceOf(seed), suppliesOf(rows, seed, this.met), this.met.visited);
    this.surveys = this.maker.surveys();
  }

  /** How many operations come before those of chance. */
  get surveysLeft(): number {
    return this.surveys.length;
  }

  get given(): ReadonlySet<string> {
    return this.maker.given;
  }

  next(): Trial {
    const operation = this.surveys.shift() ?? this.walkOn() ?? this.maker.next();
    this.last = operation;
    this.met.turns = [];
    let leaves = 0;
    const answers = this.sights.map(([name, sight]) => {
      const result = readNaively(this.bare, operation.document, operation.variables, sight, this.met);
      const fault = result.errors?.find(({ extensions }) => !REFUSED.has(extensions["code"]));
      if (fault) throw new Error(`The reader fails: ${fault.message}\n${operation.text}`, { cause: fault });
      const isAnswered = result.errors?.every(isOfField) ?? true;
      if (isAnswered) leaves += leavesOf(result.data);
      return [name, isAnswered ? JSON.stringify({ data: result.data }) : null] as const;
    });
    return { ...operation, expected: new Map(answers), leaves };
  }

  /** The operation that was just answered, once more from the end of one of its pages on, as clients page. */
  private walkOn(): Operation | null {
    const { turns } = this.met;
    if (!this.last || turns.length === 0 || !this.chance.chance(WALKS_ON)) return null;
    return turned(this.schema, this.last, this.chance.pick(turns));
  }
}

/** What is refused of an argument refuses the whole operation; a field that no scope opens is null. */
const REFUSED: ReadonlySet<unknown> = new Set(["BAD_USER_INPUT", "INSUFFICIENT_SCOPE"]);
const isOfField = ({ extensions }: GraphQLError): boolean =>
  extensions["code"] === "INSUFFICIENT_SCOPE" && extensions[OF_LIST] === undefined;

/** What asks for the rows of a list by something, which a scope may be needed for; also where the reader comes by none. */
const LISTED = /\b(?:orderBy|filter)\b/;

const leavesOf = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, one) => sum + leavesOf(one), 0)
    : 1;

/** `count` operations of that seed, and before them those that survey every type. */
export function makeTrials(
  schema: GraphQLSchema,
  rows: Rows,
  world: World,
  { count, seed }: { count: number; seed: number },
): Trials {
  const maker = new TrialMaker(schema, rows, world, seed);
  const trials = Array.from({ length: maker.surveysLeft + count }, () => maker.next());
  return { trials, visited: maker.met.visited, given: maker.given };
}

export interface Difference {
  readonly viewer: ViewerName;
  readonly operation: string;
  readonly variables: unknown;
  readonly got: string;
  readonly expected: string | null;
}

/** As it is sent; PostgreSQL writes two digits of an exponent where JavaScript writes one. */
function written(answer: Answer): string {
  if ("text" in answer) return `{"data":${answer.text.replaceAll(/(?<=[:[,]-?[\d.]+e-)0(?=\d[,}\]])/g, "")}}`;
  const { data, errors } = answer;
  // Programs are told where a scope is missing; what they are shown in its place is the reader's.
  const isShown = data !== undefined && errors?.every(({ extensions }) => extensions["code"] === "INSUFFICIENT_SCOPE");
  if (!errors || isShown) return JSON.stringify({ data });
  return `refused: ${errors.map(({ message, extensions }) => `${extensions["code"]} ${message}`)}`;
}

/** The engine, asked as each viewer. */
export class Asker {
  private readonly contexts: ReadonlyMap<ViewerName, Context>;
  answered = 0;
  refused = 0;
  bytes = 0;

  constructor(
    db: EntityManager,
    world: World,
    private readonly reads: CompiledReads,
    log: Log = makeLog("silent"),
  ) {
    const { ctx } = testJobs(db, { clock: fixedClock(TEST_NOW), log });
    const asViewer = (name: ViewerName): Context => {
      const [personId, sessionId] = [world.viewers[name], world.sessions[name]];
      const principal =
        personId !== null && sessionId !== null
          ? ({ kind: "person", personId, sessionId } as const)
          : (world.programs.get(name) ?? ({ kind: "anonymous" } as const));
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
      .then(written)
      .catch((error: unknown) => `failed: ${String(error)}`);
    this.answered++;
    this.bytes += got.length;
    if (got.startsWith("refused: BAD_USER_INPUT") && trial.faulty) {
      // The engine judges arguments before it reads, the reader only where it comes by them.
      this.refused++;
      return null;
    }
    if (got === expected) return null;
    if (got.startsWith("refused: INSUFFICIENT_SCOPE") && ctx.principal.kind === "app" && LISTED.test(trial.text)) {
      this.refused++;
      return null;
    }
    return { viewer, operation: trial.text, variables: trial.variables, got, expected };
  }
}
