import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Introduction } from "./introduction.entity.ts";

/** What one side says. */
export enum IntroductionAnswer {
  PENDING = "PENDING",
  YES = "YES",
  NO = "NO",
  LATER = "LATER",
  WITHDRAWN = "WITHDRAWN",
}

/** What a side can say by answering. */
export enum GivenAnswer {
  YES = "YES",
  NO = "NO",
  LATER = "LATER",
}

/** What of themself somebody lets pass when both say yes. */
export enum ContactDetail {
  EMAIL = "EMAIL",
  PHONE = "PHONE",
  LINKS = "LINKS",
}

registerEnumType(IntroductionAnswer, {
  name: "IntroductionAnswer",
  description: "What somebody says to being introduced.",
  valuesConfig: {
    PENDING: { description: "Nothing yet." },
    YES: { description: "Yes. Can be withdrawn until the other says yes as well." },
    NO: { description: "No, for good. Nobody else can tell it from silence." },
    LATER: { description: "Not now; to be asked once more." },
    WITHDRAWN: { description: "Said yes and took it back, for good. Nobody else can tell it from silence." },
  },
});
registerEnumType(GivenAnswer, {
  name: "GivenIntroductionAnswer",
  description: "How somebody answers to being introduced.",
  valuesConfig: {
    YES: { description: "Yes, and what they chose may pass once the other says yes as well." },
    NO: { description: "No, for good. Nobody else can tell it from silence." },
    LATER: { description: "Not now; ask once more at a moment of theirs." },
  },
});
registerEnumType(ContactDetail, {
  name: "ContactDetail",
  description: "What of themself somebody lets pass when both say yes.",
  valuesConfig: {
    EMAIL: { description: "The address they sign in with, or were asked at." },
    PHONE: { description: "The telephone of their profile." },
    LINKS: { description: "Their own pages elsewhere, as their profile has them." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** One of the two who are to be introduced: what they are told, what they say, and what of them passes. */
@ObjectType({ simpleResolvers: true, description: "One of the two who are to be introduced." })
@Entity("introduction_sides")
@Unique("an_introduction_has_two_sides", ["introductionId", "position"])
@Unique("one_side_per_token", ["tokenHash"])
export class IntroductionSide {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  introductionId: string;

  @ManyToOne(() => Introduction, { onDelete: "NO ACTION" })
  @JoinColumn()
  introduction: Relation<Introduction>;

  /** 1 for party A, 2 for party B. */
  @Column({ type: "integer" })
  position: number;

  /** Of an outsider, who it is found to be; the connector is never told. */
  @Column({ type: "uuid", nullable: true })
  personId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person> | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the connector knows them by an address alone. The connector alone sees it.",
  })
  @Column({ type: "boolean" })
  isOutsider: boolean;

  /** Normalised; forgotten some time after the end. */
  @Column({ type: "text", nullable: true })
  email: string | null;

  @Column({ type: "bytea", nullable: true })
  tokenHash: Buffer | null;

  @Field(() => String, {
    description: "What the connector calls them, or their name when it was proposed. Plain text.",
  })
  @Column({ type: "text" })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: "What the connector tells this side alone. For that side and the connector; at most 1,000 characters.",
  })
  @Column({ type: "text", nullable: true })
  note: string | null;

  @Field(() => Date, { nullable: true, description: "When they were asked. They alone see it." })
  @Column({ ...instant, nullable: true })
  askedAt: Date | null;

  /** What this side says; others see it as far as `introduction-side.reads.ts` lets them. */
  @Column({ type: "text", default: IntroductionAnswer.PENDING })
  answer: IntroductionAnswer;

  @Field(() => Date, { nullable: true, description: "When they last answered. They alone see it." })
  @Column({ ...instant, nullable: true })
  answeredAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When they want to be asked again. They alone see it." })
  @Column({ ...instant, nullable: true })
  laterUntil: Date | null;

  @Column({ ...instant, nullable: true })
  askedAgainAt: Date | null;

  @Field(() => [ContactDetail], {
    nullable: true,
    description: "What they chose to let pass with their yes. They alone see it.",
  })
  @Column({ type: "text", array: true, default: [] })
  shares: ContactDetail[];

  @Column({ type: "text", nullable: true })
  word: string | null;

  /** Their last answer is one that the connector may know; whether they were told of it yet is another question. */
  @Column({ type: "boolean", default: false })
  isTold: boolean;

  /** The answer as the connector was last told it; what came after that was not for the connector. */
  @Column({ type: "text", nullable: true })
  toldAnswer: IntroductionAnswer | null;

  @Column({ type: "text", nullable: true })
  toldWord: string | null;

  /** What passed to the other side, as it was then. */
  @Column({ type: "text", nullable: true })
  sharedEmail: string | null;

  @Column({ type: "text", nullable: true })
  sharedPhone: string | null;

  @Column({ type: "text", array: true, default: [] })
  sharedLinks: string[];

  @Field(() => Date, {
    nullable: true,
    description: "When they thanked the connector. For the two of them.",
  })
  @Column({ ...instant, nullable: true })
  thankedAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "How they thanked the connector. For the two of them; at most 1,000 characters.",
  })
  @Column({ type: "text", nullable: true })
  thanks: string | null;
}
