import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { DuplicateReason } from "./duplicate-reason.ts";

/** Two people in the books of one group who are probably one. A machine found them; only organisers merge. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "Two people in the books of one group who are probably one. Found by a machine some minutes after the books changed; nothing follows from it until an organiser merges them. For organisers and owners.",
})
@Entity("likely_duplicates")
@Unique("two_people_are_a_pair_once", ["groupId", "personId", "duplicateId"])
export class LikelyDuplicate implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  /** Who would stay: who has an account, else who has an address, else whom the service has known for longer. */
  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  /** Who would be merged into them; never somebody with an account. */
  @Column({ type: "uuid" })
  duplicateId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  duplicate: Relation<Person>;

  @Field(() => [DuplicateReason], { description: "What speaks for it, the strongest first; at most 5." })
  @Column({ type: "text", array: true })
  reasons: DuplicateReason[];

  @Field(() => Int, {
    description:
      "Strength of the evidence in bits: with each one more it is twice as likely. Pairs below 11 are not listed.",
  })
  @Column({ type: "integer" })
  score: number;

  /** Place in the queue: one address first, then by score; the least is the likeliest. */
  @Column({ type: "integer" })
  rank: number;
}
