import { Command } from "commander";
import { addAppointOwner } from "./appoint-owner.ts";
import { addApps } from "./apps.ts";
import { addAudit } from "./audit.ts";
import { addErase } from "./erase.ts";
import { addExport } from "./export.ts";
import { addIdentities } from "./identities.ts";
import { addImport } from "./import.ts";
import { addKeys } from "./keys.ts";
import { addMigrate } from "./migrate.ts";
import { addReports } from "./reports.ts";
import { addSecrets } from "./secrets.ts";
import { addSeed } from "./seed.ts";
import { addSession } from "./session.ts";
import { addTopics } from "./topics.ts";

/** Each file of a command adds it here. */
const additions: ((program: Command) => void)[] = [
  addMigrate,
  addSeed,
  addImport,
  addExport,
  addAppointOwner,
  addErase,
  addAudit,
  addTopics,
  addSecrets,
  addReports,
  addKeys,
  addIdentities,
  addApps,
  addSession,
];

/** `wellmet` with all its commands; faults of usage are thrown, not ended on. */
export function makeProgram(): Command {
  const program = new Command("wellmet")
    .description(
      "The operator's side of Wellmet. Works on DATABASE_URL, or else on the embedded database, running or not.",
    )
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 called or configured wrongly.")
    .showHelpAfterError("(add --help for how it is used)")
    // Inherited by the commands added below.
    .exitOverride();
  for (const add of additions) add(program);
  return program;
}

/** The README's table of commands, as Markdown. */
export function commandsTable(program: Command): string {
  const rows = leaves(program, "").map(({ command, path }) => {
    const usage = `${path} ${command.usage().replace("[options] ", "").replace("[options]", "")}`.trim();
    return `| \`${usage}\` | ${command.description().replaceAll("|", "\\|")} |`;
  });
  return ["| command | what it does |", "| --- | --- |", ...rows].join("\n");
}

function leaves(parent: Command, above: string): { command: Command; path: string }[] {
  return parent.commands.flatMap((command) => {
    const path = `${above} ${command.name()}`.trim();
    return command.commands.length === 0 ? [{ command, path }] : leaves(command, path);
  });
}
