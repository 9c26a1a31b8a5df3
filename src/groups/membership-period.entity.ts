import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Node } from "../platform/node.ts";
import { Membership } from "./membership.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** One span of being a member, so that it is always known who was one on a given day. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "One span of being a member. At most one is open. Seen by the member, organisers and owners.",
})
@Entity("membership_periods")
export class MembershipPeriod implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  membershipId: string;

  @ManyToOne(() => Membership, { onDelete: "NO ACTION" })
  @JoinColumn()
  membership: Relation<Membership>;

  @Column({ type: "uuid" })
  groupId: string;

  @Column({ type: "uuid" })
  personId: string;

  @Field(() => Date, { description: "When the person became a member, or a member again." })
  @Column(instant)
  startedAt: Date;

  @Field(() => Date, { nullable: true, description: "When that ended; null while it lasts." })
  @Column({ ...instant, nullable: true })
  endedAt: Date | null;
}
