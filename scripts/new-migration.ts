/**
 * `npm run migration:new -- what-changes`: writes a migration that makes the database what the entities say, or an empty
 * one to be filled by hand, and lists it. Read what it wrote: a changed type, for example, is a column dropped and
 * added, with everything in it. How it is taken back is to be written by hand.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { schemaDrift } from "../src/platform/schema-drift.ts";
import { withMigratedDatabase } from "./migrated-database.ts";

const INDEX = "migrations/index.ts";

const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  process.stderr.write("usage: npm run migration:new -- what-changes   (lower case, with hyphens)\n");
  process.exit(2);
}

const statements = await withMigratedDatabase(schemaDrift);
const timestamp = Date.now();
const className = `${name.replaceAll(/(?:^|-)([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())}${timestamp}`;
const file = `migrations/${timestamp}-${name}.ts`;

const body = (statements.length > 0 ? statements : ["-- write me"])
  .map((statement) => `    await queryRunner.query(\`${statement.replaceAll("`", "\\`")}\`);`)
  .join("\n");

writeFileSync(
  file,
  `import type { MigrationInterface, QueryRunner } from "typeorm";

export class ${className} implements MigrationInterface {
  name = "${className}";

  async up(queryRunner: QueryRunner): Promise<void> {
${body}
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`-- write me\`);
  }
}
`,
);

const index = readFileSync(INDEX, "utf8");
const listed = index
  .replace(/(\n\nexport const migrations)/, `\nimport { ${className} } from "./${timestamp}-${name}.ts";$1`)
  .replace(/\n\];/, `\n  ${className},\n];`);
writeFileSync(INDEX, listed);
process.stdout.write(
  `Wrote ${file} (${statements.length} statements) and listed it in ${INDEX}. Read it before you run it.\n`,
);
