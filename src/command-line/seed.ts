import { SingleBar } from "cli-progress";
import { type Command, InvalidArgumentError } from "commander";
import { readMoment } from "../platform/csv/moment.ts";
import { operate } from "./operate.ts";
import { say } from "./output.ts";
import { planOf } from "./scale/scale-plan.ts";
import { plantDemo } from "./seed-demo.ts";
import { plantScale } from "./seed-scale.ts";

const PEOPLE_MAX = 10_000_000;
const SEED = 1;

/** `wellmet seed …`: worlds to try things in. */
export function addSeed(program: Command): void {
  const seed = program.command("seed").description("plant people, groups and meetings to try things with");
  seed
    .command("demo")
    .description("plant the small demo world around today, unless people live in the database already")
    .action(async () => {
      const planted = await operate(({ ctx }) => plantDemo(ctx));
      say(planted ? "The demo world is planted." : "Nothing was planted: people live here already.");
    });
  seed
    .command("scale")
    .description("plant a made-up world of any size, for measurements: the same for the same numbers, seed and day")
    .requiredOption("--people <number>", "how many people", wholeNumber(1))
    .option("--groups <number>", "how many groups; one for twenty people if left out", wholeNumber(1))
    .option("--meetings <number>", "how many meetings in all; two for each person if left out", wholeNumber(0))
    .option("--seed <number>", `which of the worlds of this size; ${SEED} if left out`, wholeNumber(0), SEED)
    .option("--day <date>", "the day around which the meetings lie; today if left out", day)
    .option("--into-existing", "although people live in the database already")
    .action((options: ScaleOptions) => operate(({ ctx }) => scale(ctx, options)));
}

interface ScaleOptions {
  readonly people: number;
  readonly groups?: number;
  readonly meetings?: number;
  readonly seed: number;
  readonly day?: Date;
  readonly intoExisting?: true;
}

async function scale(
  ctx: Parameters<typeof plantScale>[0],
  { day, intoExisting, ...wish }: ScaleOptions,
): Promise<void> {
  const now = ctx.clock.now();
  const today = day ?? new Date(`${now.toISOString().slice(0, 10)}T00:00:00.000Z`);
  // On a terminal only: in a log it would be noise.
  const bar = process.stderr.isTTY
    ? new SingleBar({ format: "{bar} {percentage}% {eta_formatted} {rows} rows/s" })
    : null;
  bar?.start(1, 0, { rows: 0 });
  let rows = 0;
  const seconds = () => Math.max((performance.now() - began) / 1_000, 0.001);
  const began = performance.now();
  const tables = await plantScale(ctx, planOf({ ...wish, today }), {
    intoExisting: intoExisting ?? false,
    tell: (written, done) => {
      rows += written;
      bar?.update(done, { rows: Math.round(rows / seconds()) });
    },
  }).finally(() => bar?.stop());
  for (const [table, number] of tables) say(`${number.toLocaleString("en").padStart(12)}  ${table}`);
  const speed = Math.round(rows / seconds()).toLocaleString("en");
  say(`${rows.toLocaleString("en").padStart(12)}  rows in ${seconds().toFixed(1)} s: ${speed} rows/s.`);
}

const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const number = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= PEOPLE_MAX) return number;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${PEOPLE_MAX.toLocaleString("en")}.`);
  };

function day(text: string): Date {
  const moment = readMoment(text, "UTC");
  if (!moment || moment.local !== null) throw new InvalidArgumentError("It is a date, such as 2026-06-01.");
  return moment.at;
}
