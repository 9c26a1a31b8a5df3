import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDateTime } from "../platform/scalars/local-date-time.ts";
import { MeetingDetails } from "./meeting-details.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * A rule by which meetings recur, and what each of them starts out with. The meetings themselves are rows of
 * their own, made ahead for a rolling horizon (`series/make-occurrences.ts`); each then lives its own life.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A recurring pattern of meetings, expanded on the wall clock of its zone, so that daylight saving never moves it. Seen by whoever sees its group.",
})
@Entity("meeting_series")
@Check("a_series_place_has_both_coordinates", "(place_latitude is null) = (place_longitude is null)")
@Check("a_series_cost_has_a_currency", "(cost_minor_units is null) = (currency is null)")
export class MeetingSeries extends MeetingDetails implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Field(() => String, {
    description: "RFC 5545 recurrence rule without `DTSTART`, for example `FREQ=WEEKLY;BYDAY=TU`.",
  })
  @Column({ type: "text" })
  recurrenceRule: string;

  @Field(() => LocalDateTime, {
    description: "Local start from which the rule is counted; an occurrence if it fits the rule.",
  })
  @Column({ type: "text" })
  firstStartsAtLocal: string;

  @Field(() => Int, { nullable: true, description: "Seats at the place of each new meeting; null for no limit." })
  @Column({ type: "integer", nullable: true })
  inPersonCapacity: number | null;

  @Field(() => Int, { nullable: true, description: "Seats online of each new meeting; null for no limit." })
  @Column({ type: "integer", nullable: true })
  onlineCapacity: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Minutes before each start at which answers open; null means at once.",
  })
  @Column({ type: "integer", nullable: true })
  rsvpOpensMinutesBefore: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Minutes before each start at which answers close; null means at the start.",
  })
  @Column({ type: "integer", nullable: true })
  rsvpClosesMinutesBefore: number | null;

  /** Up to where occurrences have been made, every one of them; null before the first run. */
  @Column({ ...instant, nullable: true })
  madeUntil: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      "When it was ended: no meeting is made any more. Those made stay as they are, unless they were cancelled with it.",
  })
  @Column({ ...instant, nullable: true })
  endedAt: Date | null;

  @Field(() => Date, { description: "When it was put on the calendar." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "When it was last changed." })
  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Grows by one with each change; pass it back as `expectedVersion`." })
  @Column({ type: "integer", default: 1 })
  version: number;
}
