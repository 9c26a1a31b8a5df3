import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Referral } from "./referral.entity.ts";
import { ReferralStatus } from "./referral-status.ts";

/** Most steps that a referral can take. */
export const REFERRAL_STEPS_MAX = 10;

/** One step of a referral. A trigger refuses to change or delete it. */
@ObjectType({ simpleResolvers: true, description: "One step of a referral: what was said of it, and when." })
@Entity("referral_steps")
@Unique("a_referral_takes_one_step_at_a_time", ["referralId", "place"])
export class ReferralStep {
  @PrimaryColumn({ type: "uuid" })
  referralId: string;

  @ManyToOne(() => Referral, { onDelete: "NO ACTION" })
  @JoinColumn()
  referral: Relation<Referral>;

  @Field(() => ReferralStatus, { description: "Where the referral stood from then on." })
  @PrimaryColumn({ type: "text" })
  status: ReferralStatus;

  /** Counted from 1: the version of the referral. */
  @Column({ type: "integer" })
  place: number;

  @Field(() => Date, { description: "When." })
  @Column({ type: "timestamptz", precision: 3 })
  takenAt: Date;

  @Field(() => String, {
    nullable: true,
    description: "What the receiver said to it: plain text, at most 500 characters.",
  })
  @Column({ type: "text", nullable: true })
  word: string | null;
}
