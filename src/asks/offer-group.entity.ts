import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Offer } from "./offer.entity.ts";

/** A group whose members may read an offer. */
@Entity("offer_groups")
export class OfferGroup {
  @PrimaryColumn({ type: "uuid" })
  offerId: string;

  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Offer, { onDelete: "NO ACTION" })
  @JoinColumn()
  offer: Relation<Offer>;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;
}
