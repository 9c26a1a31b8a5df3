import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { MeetingSeries } from "../meetings/meeting-series.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** One person's answer to a whole series: to each of its meetings that they have not answered otherwise. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "One person's answer to a whole series: that they come, to each meeting that they do not answer otherwise. Only they see it; organisers see the answers that follow from it.",
})
@Entity("standing_rsvps")
@Unique("one_standing_rsvp_per_person_and_series", ["seriesId", "personId"])
export class StandingRsvp implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  seriesId: string;

  @ManyToOne(() => MeetingSeries, { onDelete: "NO ACTION" })
  @JoinColumn()
  series: Relation<MeetingSeries>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Field(() => TakePartMode, { description: "How they would come." })
  @Column({ type: "text" })
  mode: TakePartMode;

  @Field(() => Int, { description: "People they bring each time, each of whom takes a seat." })
  @Column({ type: "integer", default: 0 })
  guests: number;

  @Field(() => Date, { description: "When it was first given." })
  @Column(instant)
  createdAt: Date;

  @Column(instant)
  updatedAt: Date;

  @Field(() => Date, { nullable: true, description: "When it was ended; null while it holds." })
  @Column({ ...instant, nullable: true })
  endedAt: Date | null;

  @Column({ type: "integer", default: 1 })
  version: number;
}
