import { registerEnumType } from "type-graphql";

/** Kinds of files: the keys of `IMPORTERS`, in capitals. */
export enum ImportFileKind {
  PEOPLE = "PEOPLE",
  MEMBERSHIPS = "MEMBERSHIPS",
  PERIODS = "PERIODS",
  LEAVES = "LEAVES",
  VISITORS = "VISITORS",
  MEETINGS = "MEETINGS",
  RSVPS = "RSVPS",
  ATTENDANCE = "ATTENDANCE",
}

registerEnumType(ImportFileKind, {
  name: "ImportFileKind",
  description: "Kinds of files that can be brought in, in the order in which they build on each other.",
  valuesConfig: {
    PEOPLE: { description: "Who they are." },
    MEMBERSHIPS: { description: "Their place in the group, one line a person." },
    PERIODS: { description: "From when to when they were members." },
    LEAVES: { description: "Absences agreed beforehand." },
    VISITORS: { description: "Who came without a membership, and who brought them." },
    MEETINGS: { description: "Meetings, past ones above all." },
    RSVPS: { description: "What people said beforehand." },
    ATTENDANCE: { description: "Who came; substitutes, and whether the roll is complete." },
  },
});
