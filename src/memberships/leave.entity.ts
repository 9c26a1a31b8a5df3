import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Membership } from "../groups/membership.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";

/** A dated absence agreed beforehand, first and last day included. No cause is kept. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A dated absence agreed beforehand. No cause is kept. Seen by the member, organisers and owners.",
})
@Entity("leaves")
export class Leave implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  membershipId: string;

  @ManyToOne(() => Membership, { onDelete: "NO ACTION" })
  @JoinColumn()
  membership: Relation<Membership>;

  @Field(() => LocalDate, { description: "First day, by the calendar of the group's time zone." })
  @Column({ type: "date" })
  fromOn: string;

  @Field(() => LocalDate, { description: "Last day, which still belongs to it." })
  @Column({ type: "date" })
  toOn: string;

  @Column({ type: "uuid" })
  recordedById: string;

  @Field(() => Date, { description: "When it was recorded." })
  @Column({ type: "timestamptz", precision: 3 })
  recordedAt: Date;
}
