import { attendanceSheets } from "./attendance-sheets.ts";
import { logSheets } from "./log-sheets.ts";
import { meetingSheets } from "./meeting-sheets.ts";
import { membershipSheets } from "./membership-sheets.ts";
import { peopleSheet } from "./people-sheet.ts";
import type { Sheet } from "./sheet.ts";

/** What `group.json` says it is; a number that grows when older files can no longer be read. */
export const FORMAT = { format: "wellmet-group", version: 1 } as const;
/** The file that describes the group itself. */
export const GROUP_FILE = "group.json";

/** The tables of an export, in the order in which they build on each other. */
export const groupSheets: readonly Sheet[] = [
  peopleSheet,
  ...membershipSheets,
  ...meetingSheets,
  ...attendanceSheets,
  ...logSheets,
];
