/** `npm run wellmet -- <command>` */
import "reflect-metadata";
import { CommanderError } from "commander";
import { ConfigError } from "../platform/config.ts";
import { keepHeapSparing } from "../platform/sparing-heap.ts";
import { CommandFailed, say } from "./output.ts";
import { makeProgram } from "./program.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

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

keepHeapSparing();
try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
