import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Membership } from "./membership.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** One unbroken time as a member, so that who was one on a given day is always known. */
@Entity("membership_periods")
export class MembershipPeriod {
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

  @Column(instant)
  startedAt: Date;

  @Column({ ...instant, nullable: true })
  endedAt: Date | null;
}
