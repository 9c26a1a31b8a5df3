import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import type { Fault } from "../platform/errors.ts";
import { UserErrorCode } from "../platform/payload.ts";
import { MarkFlag } from "./mark.entity.ts";

/** What became of one mark that was sent. */
export enum MarkOutcome {
  STORED = "STORED",
  REPEATED = "REPEATED",
  FLAGGED = "FLAGGED",
  REFUSED = "REFUSED",
}

registerEnumType(MarkOutcome, {
  name: "MarkOutcome",
  description: "What became of one mark that was sent. After every outcome but `REFUSED` the client may forget it.",
  valuesConfig: {
    STORED: { description: "Stored, and applied to the sheet." },
    REPEATED: { description: "Known already, with the same content: nothing changed." },
    FLAGGED: { description: "Stored, but applied only if an organiser accepts it; see `flag`." },
    REFUSED: { description: "Not stored; see `reason`, `message` and `path`." },
  },
});

@ObjectType({ simpleResolvers: true, description: "What became of one mark that was sent to `recordAttendance`." })
export class MarkResult {
  @Field(() => ID, { description: "The client's id of the mark, as it was sent." })
  markId: string;

  @Field(() => MarkOutcome, { description: "What became of it." })
  outcome: MarkOutcome;

  @Field(() => MarkFlag, { nullable: true, description: "Why an organiser has to look at it; also of a repeated one." })
  flag: MarkFlag | null;

  @Field(() => UserErrorCode, { nullable: true, description: "Why it was refused: machine-readable cause." })
  reason: UserErrorCode | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it was refused: English sentence for developers; may change.",
  })
  message: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'What was refused, for example `["input", "marks", "3", "note"]`.',
  })
  path: readonly string[] | null;
}

const plain = { flag: null, reason: null, message: null, path: null } as const;

export const stored = (flag: MarkFlag | null): Omit<MarkResult, "markId"> => ({
  ...plain,
  outcome: flag ? MarkOutcome.FLAGGED : MarkOutcome.STORED,
  flag,
});

export const repeated = (flag: MarkFlag | null): Omit<MarkResult, "markId"> => ({
  ...plain,
  outcome: MarkOutcome.REPEATED,
  flag,
});

export const refused = ({ code, message, path }: Fault): Omit<MarkResult, "markId"> => ({
  ...plain,
  outcome: MarkOutcome.REFUSED,
  reason: UserErrorCode[code],
  message,
  path,
});
