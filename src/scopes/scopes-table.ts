import { FIELD_TABLE } from "./field-table.ts";
import { SCOPES } from "./scope.ts";

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const code = (name: string): string => `\`${name}\``;
const inWords = (needed: string): string =>
  needed === "open" || needed === "never" ? needed : needed.split(" or ").map(code).join(" or ");

/** The scopes and what they mean, as documents show them. */
export const scopesTable = (): string =>
  [
    row("Scope", "What the member is told"),
    row("---", "---"),
    ...Object.entries(SCOPES).map(([scope, meaning]) => row(code(scope), meaning)),
  ].join("\n");

/** What each field needs, as documents show it. */
export const scopesOfFieldsTable = (): string =>
  [
    row("Type", "Needs", "Fields"),
    row("---", "---", "---"),
    ...Object.keys(FIELD_TABLE)
      .sort()
      .flatMap((type) =>
        Object.entries(FIELD_TABLE[type] ?? {}).map(([needed, fields]) =>
          row(code(type), inWords(needed), fields.split(" ").map(code).join(" ")),
        ),
      ),
  ].join("\n");
