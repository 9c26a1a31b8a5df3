import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Node } from "../platform/node.ts";
import { Person } from "./person.entity.ts";

/** One person wants nothing of another. Works in both directions, and neither side can tell. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "That the viewer wants nothing of another person. Nobody but the viewer knows of it.",
})
@Entity("blocks")
@Unique("one_block_in_each_direction", ["blockerId", "blockedId"])
export class Block implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  blockerId: string;

  @Column({ type: "uuid" })
  blockedId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  blocker: Relation<Person>;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  blocked: Relation<Person>;

  @Field(() => Date, { description: "Since when." })
  @Column({ type: "timestamptz", precision: 3 })
  createdAt: Date;
}
