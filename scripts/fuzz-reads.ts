/**
 * `npm run fuzz -- --operations 20000 --seed N`: as many random operations as one likes, over the whole schema, as
 * every viewer, in one world after another. Each answer of the compiled reads must be the naive reader's, to the letter.
 */
import "reflect-metadata";
import { parseArgs } from "node:util";
import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import { makeLog } from "../src/platform/log.ts";
import { createReads } from "../src/platform/reads/execute.ts";
import { functionWriter, textWriter } from "../src/platform/reads/json.ts";
import { buildApiSchema } from "../src/server/schema.ts";
import { loadRows } from "../test/differential/rows.ts";
import { Asker, type Difference, TrialMaker } from "../test/differential/trials.ts";
import { plantWorld, VIEWERS } from "../test/differential/world.ts";
import { onTestDatabase } from "./migrated-database.ts";

/** Then comes another world, of the next seed. */
const OPERATIONS_PER_WORLD = 2_000;
/** So often it says how far it is. */
const OPERATIONS_PER_LINE = 500;
/** Operations with a difference that are told; the others are counted. */
const TOLD_MAX = 20;

const WRITERS = [textWriter, functionWriter];

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "20000" },
    seed: { type: "string", default: "20260601" },
    /** `text`, which is what the service answers with, `functions`, which stands in for it, or `both`. */
    renderer: { type: "string", default: "both" },
    help: { type: "boolean", default: false },
  },
});

const out = (line: string): void => void process.stdout.write(`${line}\n`);

const told = { operations: 0 };
const counts = { operations: 0, answers: 0, leaves: 0, refused: 0, fallbacks: 0, bytes: 0, differences: 0 };

/** The engine says so when a field that is never null was null, and it read once more. */
const log = makeLog("error", {
  write(line) {
    if (line.includes('"promise"')) counts.fallbacks++;
  },
});

if (values.help) {
  out("scripts/fuzz-reads.ts [--operations 20000] [--seed N] [--renderer text|functions|both]");
} else {
  process.exitCode = await fuzz();
}

async function fuzz(): Promise<number> {
  const schema = await buildApiSchema();
  const [wanted, seed] = [Number(values.operations), Number(values.seed)];
  for (let done = 0, world = 0; done < wanted; done += OPERATIONS_PER_WORLD, world++) {
    const count = Math.min(OPERATIONS_PER_WORLD, wanted - done);
    // What is marked stays marked: another world needs another database.
    await onTestDatabase((dataSource) => inWorld(dataSource, schema, { seed: seed + world, count }));
  }
  return counts.differences > 0 ? 1 : 0;
}

function summary(): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}

async function inWorld(
  dataSource: DataSource,
  schema: GraphQLSchema,
  { seed, count }: { seed: number; count: number },
): Promise<void> {
  const world = await plantWorld(dataSource, seed);
  const maker = new TrialMaker(schema, await loadRows(dataSource), world, seed);
  // One plan for all viewers of an operation: to plan takes the database far longer than to answer.
  const runner = dataSource.createQueryRunner();
  await runner.query("set plan_cache_mode = force_generic_plan");
  const writers = WRITERS.filter(({ name }) => values.renderer === "both" || values.renderer === name);
  const askers = writers.map(
    (writer) => new Asker(runner.manager, world, createReads({ schema, dataSource, writer }), log),
  );
  const asked = { ...counts };
  for (let operation = 1; operation <= count; operation++) {
    const trial = maker.next();
    for (const [index, asker] of askers.entries()) {
      const found: Difference[] = [];
      for (const viewer of VIEWERS) {
        const difference = await asker.differs(trial, viewer);
        if (difference) found.push(difference);
      }
      tell(found, `operation ${operation} of seed ${seed}, written as ${writers[index]?.name}`);
      counts.leaves += trial.leaves;
    }
    counts.operations++;
    if (operation % OPERATIONS_PER_LINE === 0 || operation === count) {
      counts.answers = asked.answers + sumOf(askers, ({ answered }) => answered);
      counts.refused = asked.refused + sumOf(askers, ({ refused }) => refused);
      counts.bytes = asked.bytes + sumOf(askers, ({ bytes }) => bytes);
      out(`${new Date().toISOString()} seed ${seed}: ${summary()}`);
    }
  }
  await runner.release();
}

function sumOf(askers: readonly Asker[], of: (asker: Asker) => number): number {
  return askers.reduce((sum, asker) => sum + of(asker), 0);
}

/** The first difference whole; of the other viewers who meets it as well. */
function tell(found: readonly Difference[], where: string): void {
  const [first] = found;
  if (!first) return;
  counts.differences += found.length;
  if (++told.operations > TOLD_MAX) return;
  const { viewer, operation, variables, got, expected } = first;
  const others = found.slice(1).map((one) => one.viewer);
  out(`DIFFERENCE at ${where}, as ${viewer}, and as ${others.join(", ") || "nobody else"}:`);
  out(`  ${operation}\n  variables ${JSON.stringify(variables)}\n  got      ${got}\n  expected ${expected}`);
}
