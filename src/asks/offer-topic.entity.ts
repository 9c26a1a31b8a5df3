import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Topic } from "../topics/topic.entity.ts";
import { Offer } from "./offer.entity.ts";

/** A topic of an offer. */
@Entity("offer_topics")
export class OfferTopic {
  @PrimaryColumn({ type: "uuid" })
  offerId: string;

  @PrimaryColumn({ type: "uuid" })
  topicId: string;

  @ManyToOne(() => Offer, { onDelete: "NO ACTION" })
  @JoinColumn()
  offer: Relation<Offer>;

  @ManyToOne(() => Topic, { onDelete: "NO ACTION" })
  @JoinColumn()
  topic: Relation<Topic>;
}
