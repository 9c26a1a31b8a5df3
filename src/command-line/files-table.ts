import { groupSheet } from "../transfers/group-sheet.ts";
import { GROUP_FILE, groupSheets } from "../transfers/group-sheets.ts";
import type { Column } from "../transfers/sheet.ts";

/** The files of an exported group with their columns, for docs/export.md, as Markdown. */
export const filesTable = (): string =>
  [
    part(GROUP_FILE, "The group itself, as JSON.", groupSheet),
    ...groupSheets.map(({ file, about, columns }) => part(file, about, columns)),
  ].join("\n\n");

const part = (file: string, about: string, columns: Readonly<Record<string, Column>>): string =>
  [
    `### ${file}`,
    "",
    about,
    "",
    "| column | what it says |",
    "| --- | --- |",
    ...Object.entries(columns).map(
      ([name, { about, isRequired }]) => `| \`${name}\`${isRequired ? "" : "?"} | ${about} |`,
    ),
  ].join("\n");
