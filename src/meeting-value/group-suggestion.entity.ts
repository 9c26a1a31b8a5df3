import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** Longest text of a suggestion, in characters. */
export const SUGGESTION_LENGTH_MAX = 500;

/** What became of a hint at a group. */
export enum SuggestionOutcome {
  VISITED = "VISITED",
  JOINED = "JOINED",
  NO = "NO",
}

registerEnumType(SuggestionOutcome, {
  name: "SuggestionOutcome",
  description: "What became of a hint at a group.",
  valuesConfig: {
    VISITED: { description: "Went there." },
    JOINED: { description: "Became a member." },
    NO: { description: "It is not for them." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** One member tells another of a group that may suit them. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A hint at a group, from one member to another. Only these two see it.",
})
@Entity("group_suggestions")
export class GroupSuggestion implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  /** The group hinted at. */
  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  giverId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  giver: Relation<Person>;

  @Column({ type: "uuid" })
  receiverId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  receiver: Relation<Person>;

  @Column({ type: "uuid", nullable: true })
  meetingId: string | null;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting> | null;

  @Field(() => String, { nullable: true, description: "Why: one line of plain text, at most 500 characters." })
  @Column({ type: "text", nullable: true })
  text: string | null;

  /** Given across a block: the giver is told nothing, and the receiver never sees it. Set once. */
  @Column({ type: "boolean", default: false })
  isWithheld: boolean;

  @Field(() => Date, { description: "When it was given." })
  @Column(instant)
  suggestedAt: Date;

  @Field(() => SuggestionOutcome, {
    nullable: true,
    description: "What became of it, as the receiver says; null while they have not.",
  })
  @Column({ type: "text", nullable: true })
  outcome: SuggestionOutcome | null;

  @Field(() => Date, { nullable: true, description: "When they last said so." })
  @Column({ ...instant, nullable: true })
  outcomeAt: Date | null;
}
