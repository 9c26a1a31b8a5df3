import { Field, ObjectType } from "type-graphql";
import { Column, ViewEntity } from "typeorm";
import { AttendanceCode } from "../attendance/attendance-code.ts";

/** One person on the roll, as the door needs them: of the same view as `RollLine`, a name and what to call it by. */
@ObjectType({ simpleResolvers: true, description: "One person on the roll of the door's meeting." })
@ViewEntity({ name: "roll_lines", synchronize: false })
export class DoorLine {
  @Column({ type: "uuid" })
  meetingId: string;

  /** GraphQL shows it, or the visitor's record in its place, as `personId`. */
  @Column({ type: "uuid" })
  subjectId: string;

  @Column({ type: "uuid", nullable: true })
  visitorId: string | null;

  @Column({ type: "boolean" })
  isKnown: boolean;

  @Field(() => String, { description: "What the group calls them." })
  @Column({ type: "text" })
  name: string;

  @Field(() => Boolean, { description: "Must be accounted for." })
  @Column({ type: "boolean" })
  isExpected: boolean;

  @Field(() => AttendanceCode, { nullable: true, description: "What the marks say of them; null without one." })
  @Column({ type: "text", nullable: true })
  code: AttendanceCode | null;

  /** Group of the order: expected, going, came, may come. */
  @Column({ type: "integer" })
  place: number;
}
