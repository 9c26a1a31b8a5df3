import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Meeting } from "./meeting.entity.ts";
import type { TakePartMode } from "./meeting-mode.ts";

/**
 * The seats of a meeting for one way of taking part: the one counter that decides who gets the last one. It
 * is moved by the functions of `seats.ts` alone, each a single conditional statement.
 *
 * There is a row for each way that the meeting's mode offers, and no other.
 */
@ObjectType({ simpleResolvers: true, description: "Seats of a meeting for one way of taking part." })
@Entity("meeting_seats")
@Check("seats_are_never_oversold", "capacity is null or taken <= capacity + admitted_above")
@Check("seats_taken_are_counted_up_from_none", "taken >= 0")
export class MeetingSeats {
  @PrimaryColumn({ type: "uuid" })
  meetingId: string;

  @PrimaryColumn({ type: "text" })
  mode: TakePartMode;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting>;

  @Field(() => Int, { nullable: true, description: "How many there are; null for no limit." })
  @Column({ type: "integer", nullable: true })
  capacity: number | null;

  @Field(() => Int, { description: "How many are taken or held for an offer; guests count." })
  @Column({ type: "integer", default: 0 })
  taken: number;

  /** How many of those taken lie above the capacity: admitted knowingly, or kept when it was lowered. */
  @Column({ type: "integer", default: 0 })
  admittedAbove: number;
}

@ObjectType({ simpleResolvers: true, description: "Seats of a meeting, for each way of taking part." })
export class SeatsByMode {}
