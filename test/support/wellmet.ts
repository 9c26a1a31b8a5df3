/** `wellmet`, the operator's program, on a database of a test. */
import type { TestDatabase } from "./database.ts";
import { type Finished, run, type Settings } from "./processes.ts";

/** A whole Node starts with every command, on machines that do other things meanwhile. */
export const COMMAND_TIMEOUT_MS = 120_000;
/** Keys the hashes of what commands make. */
export const SECRET_KEY = "0123456789abcdef0123456789abcdef";

/** Runs a command with these settings and none of the surroundings'. */
export const wellmet = (words: readonly string[], settings: Settings): Promise<Finished> =>
  run("src/command-line/wellmet.ts", words, settings).finished;

/** Runs a command on a database. */
export const wellmetOn = (
  { url }: Pick<TestDatabase, "url">,
  words: readonly string[],
  settings: Settings = {},
): Promise<Finished> => wellmet(words, { DATABASE_URL: url, SECRET_KEY, ...settings });

/** How a command on a database ended, and all that it printed, without the last line's end. */
export async function outcomeOn(database: TestDatabase, words: readonly string[]): Promise<[number | null, string]> {
  const { exitCode, stdout, stderr } = await wellmetOn(database, words);
  return [exitCode, (stdout + stderr).replace(/\n$/, "")];
}
