import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, ViewEntity } from "typeorm";
import { AttendanceCode } from "../attendance/attendance-code.ts";
import { MembershipRole, MembershipStatus } from "../groups/membership.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { VisitorKind } from "../memberships/visitor.entity.ts";
import { RsvpStatus } from "../rsvps/rsvp.entity.ts";

/**
 * One person on the roll of one meeting, with all that a phone at the door must know while it is offline. A view
 * (see the migration): it lists whom the roll must account for, those going, whoever has a mark, and visitors of
 * the half year before.
 */
@ObjectType({ simpleResolvers: true, description: "One person on the roll of a meeting, ready to be marked." })
@ViewEntity({ name: "roll_lines", synchronize: false })
export class RollLine {
  @Column({ type: "uuid" })
  meetingId: string;

  @Column({ type: "uuid" })
  groupId: string;

  /** GraphQL shows it, or the visitor's record in its place, as `personId`. */
  @Column({ type: "uuid" })
  subjectId: string;

  @Column({ type: "uuid", nullable: true })
  visitorId: string | null;

  /** The group knows who it is without an address that an organiser typed (`isOnTheBooks`). */
  @Column({ type: "boolean" })
  isKnown: boolean;

  @Field(() => String, {
    description: "What the group calls them, whatever they show of themself: a roll accounts for everybody.",
  })
  @Column({ type: "text" })
  name: string;

  @Field(() => Boolean, { description: "Must be accounted for: without a mark, absent on submission." })
  @Column({ type: "boolean" })
  isExpected: boolean;

  @Field(() => Boolean, { description: "Away by a leave agreed beforehand: without a mark, excused on submission." })
  @Column({ type: "boolean" })
  isOnLeave: boolean;

  @Field(() => MembershipRole, { nullable: true, description: "Role of their membership, if there ever was one." })
  @Column({ type: "text", nullable: true })
  membershipRole: MembershipRole | null;

  @Field(() => MembershipStatus, {
    nullable: true,
    description: "Where their membership stands, if there ever was one.",
  })
  @Column({ type: "text", nullable: true })
  membershipStatus: MembershipStatus | null;

  @Field(() => RsvpStatus, { nullable: true, description: "What they answered, if they did." })
  @Column({ type: "text", nullable: true })
  rsvpStatus: RsvpStatus | null;

  @Field(() => TakePartMode, { nullable: true, description: "How they said they would come." })
  @Column({ type: "text", nullable: true })
  rsvpMode: TakePartMode | null;

  @Field(() => Int, { description: "People they said they bring." })
  @Column({ type: "integer" })
  guests: number;

  @Field(() => VisitorKind, { nullable: true, description: "Why they come; null for members." })
  @Column({ type: "text", nullable: true })
  visitorKind: VisitorKind | null;

  @Column({ type: "uuid", nullable: true })
  invitedById: string | null;

  @Field(() => Int, { description: "Meetings of the group at which they were before this one; 0 is a first visit." })
  @Column({ type: "integer" })
  visitsBefore: number;

  @Field(() => [ID], { description: "The client-made ids of the walk-ins that they are, at this meeting." })
  @Column({ type: "uuid", array: true })
  walkInIds: string[];

  @Field(() => AttendanceCode, {
    nullable: true,
    description: "As `Attendance.code`: what the marks say; after submission also what follows without one.",
  })
  @Column({ type: "text", nullable: true })
  code: AttendanceCode | null;

  @Field(() => Date, { nullable: true, description: "When they came: the earliest arrival of the marks that stand." })
  @Column({ type: "timestamptz", precision: 3, nullable: true })
  arrivedAt: Date | null;

  @Field(() => TakePartMode, { nullable: true, description: "How they took part, if that was noted." })
  @Column({ type: "text", nullable: true })
  mode: TakePartMode | null;

  @Column({ type: "uuid", nullable: true })
  substituteForId: string | null;

  @Field(() => String, { nullable: true, description: "The note of the mark that stands." })
  @Column({ type: "text", nullable: true })
  note: string | null;

  @Field(() => Boolean, { description: "Whether a flagged mark of theirs waits for an organiser's yes or no." })
  @Column({ type: "boolean" })
  hasFlaggedMark: boolean;

  /** Group of the order: expected, going, came, may come. */
  @Column({ type: "integer" })
  place: number;
}
