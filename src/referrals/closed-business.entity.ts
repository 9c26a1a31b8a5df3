import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";
import { Referral } from "./referral.entity.ts";

/** Longest name of who paid, in characters. */
export const PAYER_LENGTH_MAX = 120;

/**
 * Money that came of a referral, as its receiver reports it. Never changed: a correction is a row of its own that names
 * the one in whose place it stands. A trigger holds that.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "Money that came of a referral. Seen by whoever reported it, and by the givers to whom it is credited: of the referral itself, and of those that it came from.",
})
@Entity("closed_business")
@Unique("closed_business_is_corrected_once", ["correctsId"])
export class ClosedBusiness implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  referralId: string;

  @ManyToOne(() => Referral, { onDelete: "NO ACTION" })
  @JoinColumn()
  referral: Relation<Referral>;

  /** The receiver of the referral. */
  @Column({ type: "uuid" })
  reporterId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  reporter: Relation<Person>;

  /** In whose place it stands. */
  @Column({ type: "uuid", nullable: true })
  correctsId: string | null;

  @ManyToOne(() => ClosedBusiness, { onDelete: "NO ACTION" })
  @JoinColumn()
  corrects: Relation<ClosedBusiness> | null;

  @Column({ type: "integer" })
  amountMinorUnits: number;

  /** What it adds to every sum that the corrected row is part of: the amount, less that of the row corrected. */
  @Column({ type: "integer" })
  changeMinorUnits: number;

  @Column({ type: "text" })
  currency: string;

  @Field(() => LocalDate, { description: "Day of the business." })
  @Column({ type: "date" })
  closedOn: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Who paid: plain text, at most 120 characters. For whoever reported it; for the giver of the referral if the reporter chose so; null for everybody else.",
  })
  @Column({ type: "text", nullable: true })
  payer: string | null;

  @Column({ type: "boolean", default: false })
  isPayerShown: boolean;

  @Field(() => Date, { description: "When it was reported." })
  @Column({ type: "timestamptz", precision: 3 })
  reportedAt: Date;
}
