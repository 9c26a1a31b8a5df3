import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** What somebody said beforehand. What happened is attendance, and never stands here. */
export enum RsvpStatus {
  GOING = "GOING",
  MAYBE = "MAYBE",
  NOT_GOING = "NOT_GOING",
  WAITLISTED = "WAITLISTED",
  OFFERED = "OFFERED",
  REQUESTED = "REQUESTED",
}

registerEnumType(RsvpStatus, {
  name: "RsvpStatus",
  description: "What somebody said beforehand about a meeting. Whether they came is attendance.",
  valuesConfig: {
    GOING: { description: "Comes; holds a seat." },
    MAYBE: { description: "Does not know yet; holds no seat." },
    NOT_GOING: { description: "Does not come." },
    WAITLISTED: { description: "Would come, but the meeting is full; waits in the queue." },
    OFFERED: { description: "Was offered a free seat, which is held until a deadline." },
    REQUESTED: { description: "Would come; an organiser has to approve." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** One person's answer to one meeting. Seats are held by `GOING` and `OFFERED` alone, and counted in `meeting_seats`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "One person's answer to one meeting, given beforehand. Seen by the person, and by those who host the group; of those going, and willing to be listed, by the audience of the attendee list.",
})
@Entity("rsvps")
@Unique("one_rsvp_per_person_and_meeting", ["meetingId", "personId"])
export class Rsvp implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  meetingId: string;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Field(() => RsvpStatus, { description: "The answer as it stands." })
  @Column({ type: "text" })
  status: RsvpStatus;

  @Field(() => TakePartMode, { description: "How they would come." })
  @Column({ type: "text" })
  mode: TakePartMode;

  @Field(() => Boolean, { description: "Waits for a chair, and comes online as long as there is none." })
  @Column({ type: "boolean", default: false })
  onlineMeanwhile: boolean;

  @Field(() => Int, { description: "People they bring, each of whom takes a seat." })
  @Column({ type: "integer", default: 0 })
  guests: number;

  /** False for hosts and speakers whose own place is not counted. */
  @Column({ type: "boolean", default: true })
  takesSeat: boolean;

  /** Place in the queue is by `queuedAt, id`; kept while offered, so that history tells. */
  @Column({ ...instant, nullable: true })
  queuedAt: Date | null;

  @Column({ ...instant, nullable: true })
  offerExpiresAt: Date | null;

  /** Let in by an organiser although the meeting was full. */
  @Column({ type: "boolean", default: false })
  admittedAbove: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether it follows from a standing RSVP for the series, and nobody has answered since; for the person and who hosts.",
  })
  @Column({ type: "boolean", default: false })
  isStanding: boolean;

  /** Who answered: the person themself, or an organiser for them. */
  @Column({ type: "uuid" })
  answeredById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  answeredBy: Relation<Person>;

  @Field(() => Date, { description: "When the person last answered." })
  @Column(instant)
  respondedAt: Date;

  @Column(instant)
  createdAt: Date;

  @Column(instant)
  updatedAt: Date;

  @Column({ type: "integer", default: 1 })
  version: number;
}
