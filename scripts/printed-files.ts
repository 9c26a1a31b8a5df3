import "reflect-metadata";
import { readFileSync } from "node:fs";
import { filesTable } from "../src/command-line/files-table.ts";
import { columnsTable } from "../src/command-line/import.ts";
import { commandsTable, makeProgram } from "../src/command-line/program.ts";
import { IMPORTERS, type ImportKind } from "../src/imports/import-file.ts";
import { settingsTable } from "../src/platform/config.ts";
import { printPolicies } from "../src/platform/reads/policies.ts";
import { scopesOfFieldsTable, scopesTable } from "../src/scopes/scopes-table.ts";
import { buildApiSchema, printApiSchema } from "../src/server/schema.ts";

/** Files that are printed from the code, committed, and reviewed like code; by name, as they should be now. */
export async function printedFiles(): Promise<Record<string, string>> {
  const schema = await buildApiSchema();
  return {
    "schema.graphql": printApiSchema(schema),
    "policies.txt": printPolicies(schema),
    "README.md": withTables("README.md", { settings: settingsTable(), commands: commandsTable(makeProgram()) }),
    "docs/export.md": withTables("docs/export.md", { files: filesTable() }),
    "docs/scopes.md": withTables("docs/scopes.md", { scopes: scopesTable(), fields: scopesOfFieldsTable() }),
    "docs/import.md": withTables("docs/import.md", importTables()),
  };
}

const importTables = (): Record<string, string> =>
  Object.fromEntries((Object.keys(IMPORTERS) as ImportKind[]).map((kind) => [kind, columnsTable(kind)]));

/** A document as it is, with its tables as they should be. */
const withTables = (file: string, tables: Readonly<Record<string, string>>): string =>
  Object.entries(tables).reduce(
    (text, [name, table]) => between(text, { file, name, content: table }),
    readFileSync(file, "utf8"),
  );

function between(text: string, { file, name, content }: Record<"file" | "name" | "content", string>): string {
  const [begin, end] = [`<!-- ${name}: printed by npm run schema -->`, `<!-- end of ${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no place for its ${name}.`);
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
