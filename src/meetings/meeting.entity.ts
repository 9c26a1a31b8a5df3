import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDateTime } from "../platform/scalars/local-date-time.ts";
import { MeetingDetails } from "./meeting-details.entity.ts";
import { MeetingSeries } from "./meeting-series.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * One dated gathering of a group. Its status follows from two moments, `publishedAt` and `cancelledAt`; that
 * it is past follows from the clock. Seats, with their capacity, stand in `meeting_seats`.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "One dated gathering of a group. Seen by whoever sees its group; a draft by those who organise it.",
})
@Entity("meetings")
@Unique("an_occurrence_is_made_once", ["seriesId", "originalStart"])
@Unique("a_meeting_has_one_start", ["id", "startsAt"])
@Check("an_occurrence_keeps_its_original_start", "(series_id is null) = (original_start is null)")
@Check("a_meeting_place_has_both_coordinates", "(place_latitude is null) = (place_longitude is null)")
@Check("a_cost_has_a_currency", "(cost_minor_units is null) = (currency is null)")
export class Meeting extends MeetingDetails implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid", nullable: true })
  seriesId: string | null;

  @ManyToOne(() => MeetingSeries, { onDelete: "NO ACTION" })
  @JoinColumn()
  series: Relation<MeetingSeries> | null;

  @Field(() => LocalDateTime, {
    nullable: true,
    description:
      "Local start that the rule of its series gave it: its name within the series, which moving it does not change. Null for a meeting of no series.",
  })
  @Column({ type: "text", nullable: true })
  originalStart: string | null;

  @Field(() => Boolean, {
    description:
      "Whether it was changed by itself: from then on, edits of its series pass it by. False for a meeting of no series.",
  })
  @Column({ type: "boolean", default: false })
  differsFromSeries: boolean;

  @Field(() => Date, { description: "The instant at which it starts." })
  @Column(instant)
  startsAt: Date;

  @Field(() => Date, { description: "The instant at which it ends." })
  @Column(instant)
  endsAt: Date;

  @Field(() => LocalDateTime, { description: "`startsAt` on a clock in `timeZone`." })
  @Column({ type: "text" })
  startsAtLocal: string;

  @Field(() => Date, { nullable: true, description: "From when on one can answer; null means at once." })
  @Column({ ...instant, nullable: true })
  rsvpOpensAt: Date | null;

  @Field(() => Date, { nullable: true, description: "Until when one can answer; null means until it starts." })
  @Column({ ...instant, nullable: true })
  rsvpClosesAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When it was published; null for a draft." })
  @Column({ ...instant, nullable: true })
  publishedAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When it was cancelled, if it was." })
  @Column({ ...instant, nullable: true })
  cancelledAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it was cancelled, for everybody who may see it; plain text.",
  })
  @Column({ type: "text", nullable: true })
  cancellationReason: string | null;

  @Field(() => Date, { nullable: true, description: "The start it had before it was last moved, if it ever was." })
  @Column({ ...instant, nullable: true })
  movedFrom: Date | null;

  @Field(() => Int, {
    description: "Grows by one with each change of time, place or status, as iCalendar's SEQUENCE does.",
  })
  @Column({ type: "integer", default: 0 })
  sequence: number;

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
