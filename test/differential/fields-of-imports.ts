/** The fields of imports, the naive way, but for those that lead to other rows. */
import type { GroupImport } from "../../src/imports/group-import.entity.ts";

const FAULTS_TOLD = 100;
const NOTES_TOLD = 20;

export const importFields: Readonly<Record<string, (row: GroupImport) => unknown>> = {
  kind: ({ fileKind }) => fileKind.toUpperCase(),
  created: ({ report }) => report?.counts?.created ?? null,
  updated: ({ report }) => report?.counts?.updated ?? null,
  unchanged: ({ report }) => report?.counts?.unchanged ?? null,
  faultCount: ({ report }) => report?.faultCount ?? 0,
  faults: ({ report }) => report?.faults.slice(0, FAULTS_TOLD) ?? [],
  notes: ({ report }) => report?.notes.slice(0, NOTES_TOLD) ?? [],
  unknownColumns: ({ report }) => report?.unknownColumns.slice(0, FAULTS_TOLD) ?? [],
};
