/** `npm run wellmet -- <command>`: one file a command, each of which adds itself here. */
import "reflect-metadata";
import { Command, CommanderError } from "commander";
import { ConfigError } from "../platform/config.ts";
import { addMigrate } from "./migrate.ts";
import { CommandFailed, say } from "./output.ts";
import { addSeed } from "./seed.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const program = new Command("wellmet")
  .description(
    "The operator's side of Wellmet. Works on DATABASE_URL, or else on the embedded database, running or not.",
  )
  .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 called or configured wrongly.")
  .showHelpAfterError("(add --help for how it is used)")
  // Inherited by the commands added below.
  .exitOverride();

for (const add of [addMigrate, addSeed]) add(program);

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof ConfigError) {
    say(error.message);
    return EXIT_USAGE;
  }
  const expected = error instanceof CommandFailed || (error instanceof Error && error.name === "FolderInUse");
  say(expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT_FAILED;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
