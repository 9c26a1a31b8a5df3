import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { scanTables } from "../platform/scan-tables.ts";
import { operate } from "./operate.ts";
import { CommandFailed, print, say } from "./output.ts";

/** `wellmet secrets scan-dump`: whether anything that is known to be a secret stands in the database. */
export function addSecrets(program: Command): void {
  program
    .command("secrets")
    .description("what no table may hold in clear")
    .command("scan-dump")
    .description(
      "look for secrets in every row of every table; reads them from standard input, one a line, and prints none",
    )
    .action(async () => {
      const secrets = (await text(process.stdin)).split(/\r?\n/).filter((line) => line !== "");
      if (secrets.length === 0) throw new CommandFailed("No secrets on standard input.");
      const found = await operate(({ ctx }) => scanTables(ctx.db, secrets));
      for (const { table, text: at } of found) print(`${table}: the secret of line ${at + 1}`);
      if (found.length > 0) throw new CommandFailed("Secrets stand in the database in clear.");
      say(`None of ${secrets.length} secrets stands in the database.`);
    });
}
