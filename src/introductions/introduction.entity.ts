import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { IntroductionRequest } from "../introduction-requests/introduction-request.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** How long both may answer, unless their group says otherwise. */
export const INTRODUCTION_DAYS = 14;
/** Longest reason, note, word or thanks, in characters. */
export const INTRODUCTION_TEXT_LENGTH_MAX = 1_000;

/** Whom the connector wants asked before the other. */
export enum IntroductionAsking {
  TOGETHER = "TOGETHER",
  FIRST_A = "FIRST_A",
  FIRST_B = "FIRST_B",
}

/** How an introduction reads. Never stored: what closed it must not show. */
export enum IntroductionState {
  ASKING = "ASKING",
  SHARED = "SHARED",
  MET = "MET",
  WENT_COLD = "WENT_COLD",
  CLOSED = "CLOSED",
}

registerEnumType(IntroductionAsking, {
  name: "IntroductionAsking",
  description: "Whom the connector wants asked before the other.",
  valuesConfig: {
    TOGETHER: { description: "Both at once." },
    FIRST_A: { description: "The first party; the second one only after a yes." },
    FIRST_B: { description: "The second party; the first one only after a yes." },
  },
});
registerEnumType(IntroductionState, {
  name: "IntroductionState",
  description: "How far an introduction is, as the viewer can tell.",
  valuesConfig: {
    ASKING: {
      description:
        "Somebody has not said yes. A no, a withdrawal, a block and silence all read so until the introduction expires.",
    },
    SHARED: { description: "Both said yes; what they chose to share has passed." },
    MET: { description: "One of them says that they met." },
    WENT_COLD: { description: "One of them says that nothing came of it." },
    CLOSED: {
      description: "It expired without two yeses. To who said no, or withdrew, it reads so at once.",
    },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * One person, the connector, brings two others together. What became of it while it was asked (a no, a withdrawal, a
 * block) is in columns that no policy or field of anybody else looks at: others see the expiry and the sharing alone.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "One person brings two others together; contact details pass only after both said yes. For the connector, and for those who were asked.",
})
@Entity("introductions")
@Unique("one_introduction_per_request", ["requestId"])
export class Introduction implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  connectorId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  connector: Relation<Person>;

  @Field(() => String, { description: "What the connector was called when they proposed it. Plain text." })
  @Column({ type: "text" })
  connectorName: string;

  @Column({ type: "uuid", nullable: true })
  groupId: string | null;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group> | null;

  @Column({ type: "uuid", nullable: true })
  meetingId: string | null;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting> | null;

  /** Which it takes up. */
  @Column({ type: "uuid", nullable: true })
  requestId: string | null;

  @ManyToOne(() => IntroductionRequest, { onDelete: "NO ACTION" })
  @JoinColumn()
  request: Relation<IntroductionRequest> | null;

  @Field(() => String, { description: "Why, as both are told. Plain text, at most 1,000 characters." })
  @Column({ type: "text" })
  reason: string;

  @Field(() => IntroductionAsking, {
    nullable: true,
    description: "Whom the connector wants asked first. The connector alone sees it.",
  })
  @Column({ type: "text" })
  asking: IntroductionAsking;

  @Field(() => Date, { description: "When it was proposed." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "Until when both may answer." })
  @Column(instant)
  expiresAt: Date;

  /** Taken back by the connector, whose state alone shows it. */
  @Column({ ...instant, nullable: true })
  withdrawnAt: Date | null;

  /** From then on no answer can share anything, whatever it looks like. Shown to nobody. */
  @Column({ ...instant, nullable: true })
  closedAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When the second yes came; null before." })
  @Column({ ...instant, nullable: true })
  sharedAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When one of them said that they met; null before." })
  @Column({ ...instant, nullable: true })
  metAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When one of them said that nothing came of it; null before." })
  @Column({ ...instant, nullable: true })
  wentColdAt: Date | null;
}
