import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";

/** Longest words of a promise, in characters. */
export const FOLLOW_UP_TEXT_LENGTH_MAX = 500;

/** What became of a promise. */
export enum FollowUpStatus {
  OPEN = "OPEN",
  DONE = "DONE",
  DROPPED = "DROPPED",
}

registerEnumType(FollowUpStatus, {
  name: "FollowUpStatus",
  description: "What became of a promise.",
  valuesConfig: {
    OPEN: { description: "Still to be kept." },
    DONE: { description: "Kept." },
    DROPPED: { description: "Not to be kept any more." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** A promise with a day, such as to send an article. Like a note it is its author's alone. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "What the viewer promised, and by when. Nobody else ever reads it, to whom it was promised least of all.",
})
@Entity("follow_ups")
export class FollowUp implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  authorId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  author: Relation<Person>;

  @Column({ type: "uuid", nullable: true })
  personId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person> | null;

  @Field(() => String, { description: "What was promised: one line of at most 500 characters." })
  @Column({ type: "text" })
  text: string;

  @Field(() => LocalDate, { description: "By which day." })
  @Column({ type: "date" })
  dueOn: string;

  @Field(() => FollowUpStatus, { description: "What became of it." })
  @Column({ type: "text", default: FollowUpStatus.OPEN })
  status: FollowUpStatus;

  @Field(() => Date, { nullable: true, description: "When it was done or dropped; null while it is open." })
  @Column({ ...instant, nullable: true })
  settledAt: Date | null;

  @Field(() => Date, { description: "When it was written down." })
  @Column(instant)
  createdAt: Date;

  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Grows by one with each change; pass it back as `expectedVersion`." })
  @Column({ type: "integer", default: 1 })
  version: number;
}
