import { Field, ID, Int, ObjectType } from "type-graphql";
import { globalId } from "../platform/ids.ts";
import { type GroupImport, GroupImportStatus } from "./group-import.entity.ts";

/** Faults of a file that the API tells; how many more there are is told as a number. */
export const FAULTS_TOLD_MAX = 100;

@ObjectType({ simpleResolvers: true, description: "What is wrong with an imported file." })
export class ImportFault {
  @Field(() => Int, { nullable: true, description: "Line of the file, the heading being 1; null for the whole file." })
  line: number | null;

  @Field(() => String, { description: "Why it is refused, in an English sentence." })
  reason: string;
}

@ObjectType({ simpleResolvers: true, description: "What one should know of an import though it is no fault." })
export class ImportNote {
  @Field(() => String, { description: "An English sentence." })
  remark: string;

  @Field(() => Int, { description: "How many lines it concerns." })
  lines: number;
}

@ObjectType({
  simpleResolvers: true,
  description: "A file that is brought into a group, and how far that is. Organisers and owners of the group see it.",
})
export class ImportProgress {
  @Field(() => ID, { description: "To ask again with `importProgress`, and to confirm with." })
  id: string;

  @Field(() => GroupImportStatus, { description: "How far it is." })
  status: GroupImportStatus;

  @Field(() => Int, { description: "Size of the file, in bytes." })
  sizeBytes: number;

  @Field(() => Int, { description: "How many of them have been worked through." })
  readBytes: number;

  @Field(() => Int, { nullable: true, description: "Lines that make something new, or would; null until it is known." })
  created: number | null;

  @Field(() => Int, { nullable: true, description: "Lines that change something, or would; null until it is known." })
  updated: number | null;

  @Field(() => Int, { nullable: true, description: "Lines that say nothing new; null until it is known." })
  unchanged: number | null;

  @Field(() => Int, { description: "How many faults there are." })
  faultCount: number;

  @Field(() => [ImportFault], { description: "The first 100 of them, in the order of the lines." })
  faults: readonly ImportFault[];

  @Field(() => [ImportNote], { description: "What is no fault; at most 20." })
  notes: readonly ImportNote[];

  @Field(() => [String], { description: "Columns that mean nothing to the service; at most 100." })
  unknownColumns: readonly string[];

  @Field(() => Date, { description: "Until when the file can be uploaded, or confirmed." })
  expiresAt: Date;
}

const NOTES_TOLD_MAX = 20;

/** What the API tells of an import. */
// eslint-disable-next-line complexity -- one field a line, each of which may be missing
export function importProgress({ id, report, ...row }: GroupImport): ImportProgress {
  return {
    id: globalId("imp", id),
    status: row.status,
    sizeBytes: row.sizeBytes,
    readBytes: row.readBytes,
    created: report?.counts?.created ?? null,
    updated: report?.counts?.updated ?? null,
    unchanged: report?.counts?.unchanged ?? null,
    faultCount: report?.faultCount ?? 0,
    faults: report?.faults.slice(0, FAULTS_TOLD_MAX) ?? [],
    notes: report?.notes.slice(0, NOTES_TOLD_MAX) ?? [],
    unknownColumns: report?.unknownColumns.slice(0, FAULTS_TOLD_MAX) ?? [],
    expiresAt: row.expiresAt,
  };
}
