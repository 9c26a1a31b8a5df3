import { Field, Int, ObjectType } from "type-graphql";
import type { ImportCounts } from "./import-job.ts";

/** Faults of a file that are kept; how many more there are is told as a number. */
export const FAULTS_TOLD_MAX = 100;
export const NOTES_TOLD_MAX = 20;

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

/** What came of trying a file, or of bringing it in. */
export interface GroupImportReport {
  /** Null for a file with faults. */
  readonly counts: ImportCounts | null;
  readonly faults: readonly ImportFault[];
  readonly faultCount: number;
  readonly notes: readonly ImportNote[];
  readonly unknownColumns: readonly string[];
}
