import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { Introduction } from "./introduction.entity.ts";

/** What came of an introduction. */
export enum OutcomeKind {
  JOB = "JOB",
  CLIENT = "CLIENT",
  MENTOR = "MENTOR",
  COLLABORATION = "COLLABORATION",
  IDEA = "IDEA",
  FRIENDSHIP = "FRIENDSHIP",
  OTHER = "OTHER",
}

registerEnumType(OutcomeKind, {
  name: "IntroductionOutcomeKind",
  description: "What came of an introduction.",
  valuesConfig: {
    JOB: { description: "Work for one of them." },
    CLIENT: { description: "One became the other's client." },
    MENTOR: { description: "One helps the other along." },
    COLLABORATION: { description: "They do something together." },
    IDEA: { description: "An idea." },
    FRIENDSHIP: { description: "They became friends." },
    OTHER: { description: "Something else." },
  },
});

/** What one of the two says came of it; theirs alone unless they say otherwise. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "What came of an introduction, as one of the two tells it. For them alone; with their leave for the other and the connector.",
})
@Entity("introduction_outcomes")
export class IntroductionOutcome implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  introductionId: string;

  @ManyToOne(() => Introduction, { onDelete: "NO ACTION" })
  @JoinColumn()
  introduction: Relation<Introduction>;

  @Column({ type: "uuid" })
  recordedById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  recordedBy: Relation<Person>;

  @Field(() => OutcomeKind, { description: "Of what kind." })
  @Column({ type: "text" })
  kind: OutcomeKind;

  @Field(() => String, { nullable: true, description: "In their words: plain text, at most 1,000 characters." })
  @Column({ type: "text", nullable: true })
  words: string | null;

  /** In the smallest unit of `currency`; GraphQL shows both as `amount`. */
  @Column({ type: "integer", nullable: true })
  amountMinorUnits: number | null;

  @Column({ type: "text", nullable: true })
  currency: string | null;

  @Field(() => Boolean, { description: "Whether nobody else reads it." })
  @Column({ type: "boolean" })
  isConfidential: boolean;

  @Field(() => Date, { description: "When it was recorded." })
  @Column({ type: "timestamptz", precision: 3 })
  recordedAt: Date;
}
