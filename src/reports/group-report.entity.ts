import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { REPORT_WORDS_LENGTH_MAX, type ReportedKind, ReportReason } from "./reported-kind.ts";

/** Longest warning, in characters. */
export const WARNING_LENGTH_MAX = 2_000;

/** What became of a report. */
export enum ReportOutcome {
  DISMISSED = "DISMISSED",
  SETTLED = "SETTLED",
  WARNED = "WARNED",
  MEETING_CANCELLED = "MEETING_CANCELLED",
  TAKEN_OUT = "TAKEN_OUT",
  REMOVED = "REMOVED",
  BANNED = "BANNED",
}

registerEnumType(ReportOutcome, {
  name: "ReportOutcome",
  description: "What organisers make of a report. Those that are acts of their own are done together with it.",
  valuesConfig: {
    DISMISSED: { description: "Nothing was wrong." },
    SETTLED: { description: "It was talked over, or seen to in another way." },
    WARNED: { description: "Whom it is about was sent a warning by mail." },
    MEETING_CANCELLED: { description: "The reported meeting was called off, as by `cancelMeeting`." },
    TAKEN_OUT: {
      description:
        "The reported ask or offer was taken out of the group, and closed if it stood nowhere else. Its author is told by mail.",
    },
    REMOVED: { description: "Whom it is about was put out of the group, as by `removeMember`." },
    BANNED: { description: "Whom it is about is kept out of the group, as by `banPerson`." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** Something is wrong with somebody or something, as one person tells the organisers of a group. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "What somebody told the organisers of a group is wrong. Only who reported it sees it, and those who organise the group, but never whom it is about.",
})
@Entity("group_reports")
export class GroupReport implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid", nullable: true })
  reporterId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  reporter: Relation<Person> | null;

  @Field(() => Boolean, { description: "Whether organisers read who reported it: as they chose who did." })
  @Column({ type: "boolean", default: false })
  isReporterNamed: boolean;

  @Column({ type: "text" })
  kind: ReportedKind;

  /** Primary key of what is reported; GraphQL shows it as `subjectId`. */
  @Column({ type: "uuid" })
  objectId: string;

  /** Whose doing it is, where that is one person. */
  @Column({ type: "uuid", nullable: true })
  aboutId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  about: Relation<Person> | null;

  @Field(() => ReportReason, { description: "What is wrong." })
  @Column({ type: "text" })
  reason: ReportReason;

  @Field(() => String, {
    nullable: true,
    description: `What happened, in the words of who reported it: plain text, at most ${REPORT_WORDS_LENGTH_MAX.toLocaleString("en")} characters.`,
  })
  @Column({ type: "text", nullable: true })
  words: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The reported text as it stood at that moment; null for people and meetings.",
  })
  @Column({ type: "text", nullable: true })
  quote: string | null;

  @Field(() => Date, { description: "When it was reported." })
  @Column(instant)
  reportedAt: Date;

  @Field(() => Date, { nullable: true, description: "When the organisers decided; null while they have not." })
  @Column({ ...instant, nullable: true })
  decidedAt: Date | null;

  @Column({ type: "uuid", nullable: true })
  decidedById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  decidedBy: Relation<Person> | null;

  @Field(() => ReportOutcome, {
    nullable: true,
    description: "What was decided. For those who organise the group; null for everybody else, and before that.",
  })
  @Column({ type: "text", nullable: true })
  outcome: ReportOutcome | null;

  @Field(() => String, {
    nullable: true,
    description: "What they wrote to whom it is about. For those who organise the group; null for everybody else.",
  })
  @Column({ type: "text", nullable: true })
  warning: string | null;
}
