import "reflect-metadata";
import { readFileSync } from "node:fs";
import { commandsTable, makeProgram } from "../src/command-line/program.ts";
import { settingsTable } from "../src/platform/config.ts";
import { printPolicies } from "../src/platform/reads/policies.ts";
import { buildApiSchema, printApiSchema } from "../src/server/schema.ts";

/** Files that are printed from the code, committed, and reviewed like code; by name, as they should be now. */
export async function printedFiles(): Promise<Record<string, string>> {
  const schema = await buildApiSchema();
  return { "schema.graphql": printApiSchema(schema), "policies.txt": printPolicies(schema), "README.md": readme() };
}

/** The README as it is, with its tables as they should be. */
function readme(): string {
  const tables = { settings: settingsTable(), commands: commandsTable(makeProgram()) };
  return Object.entries(tables).reduce(
    (text, [name, table]) => between(text, name, table),
    readFileSync("README.md", "utf8"),
  );
}

function between(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: printed by npm run schema -->`, `<!-- end of ${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md has no place for its ${name}.`);
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
