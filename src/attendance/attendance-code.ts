import { registerEnumType } from "type-graphql";

/** What became of one person at one meeting. */
export enum AttendanceCode {
  PRESENT = "PRESENT",
  LATE = "LATE",
  ABSENT = "ABSENT",
  EXCUSED = "EXCUSED",
  SUBSTITUTED = "SUBSTITUTED",
}

registerEnumType(AttendanceCode, {
  name: "AttendanceCode",
  description: "What became of one person at one meeting.",
  valuesConfig: {
    PRESENT: { description: "Came." },
    LATE: { description: "Came after the start." },
    ABSENT: { description: "Was expected, and did not come." },
    EXCUSED: { description: "Did not come, as agreed beforehand." },
    SUBSTITUTED: { description: "Did not come, and sent somebody in their place." },
  },
});

/** Codes of somebody who was in the room. */
export const IN_THE_ROOM: readonly AttendanceCode[] = [AttendanceCode.PRESENT, AttendanceCode.LATE];
