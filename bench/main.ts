import { explain } from "./harness/explain.ts";
import { growth } from "./harness/growth.ts";
import { checkLoad } from "./harness/load-check.ts";
import { memory } from "./harness/memory.ts";
import { type Command, type Options, readOptions, USAGE, UsageError } from "./harness/options.ts";
import { profile } from "./harness/profile.ts";
import { run } from "./harness/run.ts";
import { openWorld } from "./harness/world.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

async function main(given: readonly string[]): Promise<void> {
  if (given.includes("--help")) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const options = readOptions(given);
  const commands: Record<Command, (options: Options) => Promise<void>> = {
    run,
    seed: async (options) => (await openWorld(options)).close(),
    explain,
    growth,
    profile,
    load: checkLoad,
    memory,
  };
  return commands[options.command](options);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(EXIT_FAILED));
main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n\n${USAGE}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED);
});
