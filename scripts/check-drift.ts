/** `npm run drift`: the committed schema is what the code prints, and the migrations make what the entities say. */
import { existsSync, readFileSync } from "node:fs";
import { schemaDrift } from "../src/platform/schema-drift.ts";
import { withMigratedDatabase } from "./migrated-database.ts";
import { printedFiles } from "./printed-files.ts";

const faults: string[] = [];

for (const [name, content] of Object.entries(await printedFiles())) {
  if (!existsSync(name) || readFileSync(name, "utf8") !== content) {
    faults.push(`${name} is not what the code says. Run \`npm run schema\` and commit it.`);
  }
}

const statements = await withMigratedDatabase(schemaDrift);
if (statements.length > 0) {
  faults.push(
    "The migrations do not make what the entities say. Missing, as far as it can be told:",
    ...statements.map((statement) => `  ${statement};`),
    "Write it down with `npm run migration:new -- what-changes`, and read what it wrote.",
  );
}

for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exit(1);
process.stdout.write("schema.graphql and the migrations agree with the code.\n");
