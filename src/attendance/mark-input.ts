import { IsOptional, IsUUID, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { VisitorKind } from "../memberships/visitor.entity.ts";
import { DISPLAY_NAME_LENGTH_MAX } from "../people/member-profile.ts";
import { IsEmailAddress } from "../platform/checks.ts";
import { IsLine } from "../platform/plain-text.ts";
import { AttendanceCode } from "./attendance-code.ts";

/** Longest note of a mark, in characters: 500 of them, of any letters, fit into one request. */
export const NOTE_LENGTH_MAX = 140;

@InputType({ description: "Somebody who came without being on the roll." })
export class WalkInInput {
  @IsUUID(undefined, { message: "Must be a UUID." })
  @Field(() => ID, {
    description:
      "A UUID that the client makes for this walk-in. Every mark of theirs repeats the whole walk-in as it was first sent.",
  })
  walkInId: string;

  @IsLine(DISPLAY_NAME_LENGTH_MAX)
  @Field(() => String, { description: "Their name: plain text, one line of 1 to 100 characters." })
  name: string;

  @IsOptional()
  @IsEmailAddress()
  @Field(() => String, {
    nullable: true,
    description:
      "Their address, at most 254 characters. Walk-ins with one address are one person, also at later meetings; whether anybody has it already is not told.",
  })
  email?: string | null;

  @Field(() => ID, { nullable: true, description: "Who brought them: a person whom the group knows." })
  invitedBy?: string | null;

  @Field(() => VisitorKind, { defaultValue: VisitorKind.GUEST, description: "Why they came." })
  kind: VisitorKind;
}

@InputType({ description: "One entry on a roll: of a person whom the group knows, or of a walk-in." })
export class MarkInput {
  @IsUUID(undefined, { message: "Must be a UUID." })
  @Field(() => ID, {
    description:
      "A UUID that the client makes for this mark. Sent again, it changes nothing; with other content it is refused.",
  })
  markId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "Whom it is about: `RollLine.personId`, or the ID of any person on the group's books. Either this or `walkIn`.",
  })
  personId?: string | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => WalkInInput, {
    nullable: true,
    description: "Somebody who is on no book yet. Either this or `personId`.",
  })
  walkIn?: WalkInInput | null;

  @Field(() => AttendanceCode, { description: "What became of them." })
  code: AttendanceCode;

  @Field(() => Date, {
    description: "When the mark was made, by the device's clock. Of a person's marks the latest decides.",
  })
  recordedAt: Date;

  @Field(() => Date, {
    nullable: true,
    description:
      "When they came; for `PRESENT` and `LATE`. Read as the opening of the roll if earlier, as now if later.",
  })
  arrivedAt?: Date | null;

  @Field(() => TakePartMode, { nullable: true, description: "How they took part." })
  mode?: TakePartMode | null;

  @Field(() => ID, {
    nullable: true,
    description: "The member in whose place they came; for `PRESENT` and `LATE` of somebody who is no member.",
  })
  substituteForId?: string | null;

  @IsOptional()
  @IsLine(NOTE_LENGTH_MAX)
  @Field(() => String, {
    nullable: true,
    description: "For those who host the group: plain text, one line of 1 to 140 characters.",
  })
  note?: string | null;
}
