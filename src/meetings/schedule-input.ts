import { Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { IsLine } from "../platform/plain-text.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { DURATION_MINUTES_MAX, MeetingDetailsInput, TITLE_LENGTH_MAX } from "./meeting-details.ts";
import { MeetingMode } from "./meeting-mode.ts";

/** What must be said to put something on a group's calendar, one meeting or many. */
@InputType()
export abstract class ScheduleInput extends MeetingDetailsInput {
  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters. The same key and the same input within 7 days: the first result again.",
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { description: "The group whose calendar it is." })
  groupId: string;

  @Field(() => String, { description: "One line of plain text, 1 to 200 characters." })
  @IsLine(TITLE_LENGTH_MAX)
  title: string;

  @Field(() => MeetingMode, { description: "How it is held." })
  mode: MeetingMode;

  @Field(() => TimeZone, {
    nullable: true,
    description: "Zone of the wall on which the start is read; the group's when left out.",
  })
  timeZone?: string | null;

  @Field(() => Int, { description: "Length of a meeting in minutes, 1 to 10,080 (7 days)." })
  @Min(1)
  @Max(DURATION_MINUTES_MAX)
  durationMinutes: number;
}
