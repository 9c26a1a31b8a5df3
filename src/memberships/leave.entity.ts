import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Membership } from "../groups/membership.entity.ts";

/** A dated absence agreed beforehand, first and last day included. No cause is kept. */
@Entity("leaves")
export class Leave {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  membershipId: string;

  @ManyToOne(() => Membership, { onDelete: "NO ACTION" })
  @JoinColumn()
  membership: Relation<Membership>;

  @Column({ type: "date" })
  fromOn: string;

  @Column({ type: "date" })
  toOn: string;

  @Column({ type: "uuid" })
  recordedById: string;

  @Column({ type: "timestamptz", precision: 3 })
  recordedAt: Date;
}
