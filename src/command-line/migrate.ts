import type { Command } from "commander";
import { operate } from "./operate.ts";
import { say } from "./output.ts";

/** `wellmet migrate`: what the server does at its start too; of use where that is done ahead, with another role. */
export function addMigrate(program: Command): void {
  program
    .command("migrate")
    .description("bring the database up to date, once, however many servers try at the same time")
    .action(() =>
      operate(async ({ migrated }) => {
        for (const name of migrated) say(`ran ${name}`);
        say(
          migrated.length === 0 ? "Nothing to do: the database is up to date." : `${migrated.length} migrations ran.`,
        );
        await Promise.resolve();
      }),
    );
}
