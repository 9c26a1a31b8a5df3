import { ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, type Relation, Unique } from "typeorm";
import { Node } from "../platform/node.ts";
import { HelpResponse } from "./help-response.entity.ts";
import { Offer } from "./offer.entity.ts";

/** What one person answers to an offer: a message to whoever offers alone. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "What somebody answers to an offer. Only they and whoever offers see it.",
})
@Entity("offer_responses")
@Unique("one_response_per_person_and_offer", ["offerId", "personId"])
export class OfferResponse extends HelpResponse implements Node {
  @Column({ type: "uuid" })
  offerId: string;

  @ManyToOne(() => Offer, { onDelete: "NO ACTION" })
  @JoinColumn()
  offer: Relation<Offer>;
}
