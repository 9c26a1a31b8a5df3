import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { ConsentManner, ReferralEffort, ReferralLikelihood, ReferralStatus } from "./referral-status.ts";

/** Longest name of a prospect, in characters. */
export const PROSPECT_NAME_LENGTH_MAX = 120;
/** Longest text of a referral, in characters. */
export const REFERRAL_TEXT_LENGTH_MAX = 2_000;

const instant = { type: "timestamptz", precision: 3 } as const;

/** A prospective client, passed by one member of a group to another. A matter of these two alone. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A prospective client, passed from one member of a group to another. Only these two see it.",
})
@Entity("referrals")
export class Referral implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

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

  /** The referral, received by this one's giver, out of which this one grew. */
  @Column({ type: "uuid", nullable: true })
  fromReferralId: string | null;

  @ManyToOne(() => Referral, { onDelete: "NO ACTION" })
  @JoinColumn()
  fromReferral: Relation<Referral> | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Who might become a client: plain text, at most 120 characters. Null once forgotten, two years after the last step.",
  })
  @Column({ type: "text", nullable: true })
  prospectName: string | null;

  @Column({ type: "text", nullable: true })
  prospectEmail: string | null;

  /** E.164. */
  @Column({ type: "text", nullable: true })
  prospectPhone: string | null;

  @Field(() => LocalDate, { description: "Day on which the prospect agreed to be contacted." })
  @Column({ type: "date" })
  consentGivenOn: string;

  @Field(() => ConsentManner, { description: "How they agreed." })
  @Column({ type: "text" })
  consentManner: ConsentManner;

  @Field(() => ReferralEffort, { description: "What the giver did for it." })
  @Column({ type: "text" })
  effort: ReferralEffort;

  @Field(() => ReferralLikelihood, { description: "How likely business is, as the giver sees it." })
  @Column({ type: "text" })
  likelihood: ReferralLikelihood;

  @Field(() => String, { description: "What it is about: plain text, at most 2,000 characters." })
  @Column({ type: "text" })
  text: string;

  @Field(() => ReferralStatus, { description: "Where it stands." })
  @Column({ type: "text" })
  status: ReferralStatus;

  /** Passed across a block: the giver is told nothing, and the receiver never sees it. Set once. */
  @Column({ type: "boolean", default: false })
  isWithheld: boolean;

  @Field(() => Date, { description: "When it was passed." })
  @Column(instant)
  passedAt: Date;

  @Field(() => Date, { description: "When it last moved on." })
  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Grows by one with each step." })
  @Column({ type: "integer", default: 1 })
  version: number;
}
