/**
 * `npm run prove`: spoils each conjunct of each policy in turn (an operand of `and` becomes true, one of `or` false;
 * a gate, a guard and a whole policy are opened) and asserts that the random operations notice. What they cannot
 * notice must stand in `test/differential/redundant-conjuncts.ts` with its reason.
 */
import { register } from "node:module";
import { parseArgs } from "node:util";
import type { DataSource } from "typeorm";
import type { Sql } from "../src/platform/reads/sql.ts";

register("./spoil-hooks.mjs", import.meta.url);

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "500" },
    seed: { type: "string", default: "20260601" },
    /** Only every so-manieth conjunct. */
    every: { type: "string", default: "1" },
    /** Only those whose name contains this. */
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

/** The switch that is turned, and all that there are: filled as the instrumented modules are asked. */
let turned: string | null = null;
const switches = new Set<string>();

const { FALSE, TRUE } = await import("../src/platform/reads/sql.ts");
Object.assign(globalThis, {
  spoil(id: string, conjunct: boolean, value: Sql): Sql {
    switches.add(id);
    if (id !== turned) return value;
    return conjunct ? TRUE : FALSE;
  },
});

const WORDS = {
  caught: "noticed",
  redundant: "redundant",
  missed: "NOT NOTICED",
  wrong: "LISTED AS REDUNDANT, BUT NOTICED",
} as const;

const out = (line: string): void => void process.stdout.write(`${line}\n`);

if (values.help) {
  out("scripts/spoil-policies.ts [--operations 500] [--seed N] [--every N] [--only TEXT]");
} else {
  const { onTestDatabase } = await import("./migrated-database.ts");
  process.exitCode = await onTestDatabase(prove);
}

async function prove(dataSource: DataSource): Promise<number> {
  const { createReads } = await import("../src/platform/reads/execute.ts");
  const { buildApiSchema } = await import("../src/server/schema.ts");
  const { REDUNDANT } = await import("../test/differential/redundant-conjuncts.ts");
  const { loadRows } = await import("../test/differential/rows.ts");
  const { rememberAnswers } = await import("../test/differential/remembering.ts");
  const { Asker, makeTrials } = await import("../test/differential/trials.ts");
  const { plantWorld, VIEWERS } = await import("../test/differential/world.ts");

  const [count, seed] = [Number(values.operations), Number(values.seed)];
  const schema = await buildApiSchema();
  const world = await plantWorld(dataSource, seed);
  const { trials } = makeTrials(schema, await loadRows(dataSource), world, { count, seed });

  // What is spoiled changes few statements: the others have the answers that they had.
  const remembered = await rememberAnswers(dataSource);

  /** How many operations it took to notice; null if none did. */
  const noticed = async (): Promise<number | null> => {
    const asker = await starting(
      () => new Asker(remembered.db, world, createReads({ schema, dataSource, prepared: false })),
    );
    if (!asker) return 0;
    for (const [index, trial] of trials.entries()) {
      for (const viewer of VIEWERS) if (await asker.differs(trial, viewer)) return index + 1;
    }
    return null;
  };
  out(`${count} operations of seed ${seed} for ${VIEWERS.length} viewers`);
  const healthy = await noticed();
  if (healthy !== null) {
    out(`Nothing is spoiled, and operation ${healthy} differs: mend that first.`);
    return 1;
  }
  remembered.keep();

  const chosen = [...switches]
    .filter((id) => id.includes(values.only))
    .sort()
    .filter((_id, index) => index % Number(values.every) === 0);
  const gone = values.only === "" ? Object.keys(REDUNDANT).filter((id) => !switches.has(id)) : [];
  for (const id of gone) out(`LISTED AS REDUNDANT, BUT NOT THERE: ${id}`);
  const counts = { caught: 0, redundant: 0, missed: 0, wrong: 0, most: 0 };
  for (const id of chosen) {
    turned = id;
    const after = await noticed();
    turned = null;
    remembered.forget();
    counts.most = Math.max(counts.most, after ?? 0);
    const verdict = verdictOf(after, Object.hasOwn(REDUNDANT, id));
    counts[verdict]++;
    out(`${WORDS[verdict]}${after === null ? "" : ` by operation ${after}`}: ${id}`);
  }
  await remembered.release();
  const { caught, redundant, missed, wrong, most } = counts;
  out(
    `${chosen.length} spoiled: ${caught} noticed (the last by operation ${most}), ${redundant} redundant, ${missed} missed`,
  );
  return missed + wrong + gone.length > 0 ? 1 : 0;
}

function verdictOf(after: number | null, isExcused: boolean): keyof typeof WORDS {
  if (after !== null) return isExcused ? "wrong" : "caught";
  return isExcused ? "redundant" : "missed";
}

/** Declarations that a spoiled policy makes impossible keep the service from starting: that is noticed, too. */
async function starting<T>(start: () => T): Promise<T | null> {
  try {
    return start();
  } catch {
    return null;
  }
}
