import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { Group } from "./group.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** A group wants nothing more of a person: a dated fact beside the membership's status. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A group wants nothing more of a person, until it is lifted. Only organisers know of it.",
})
@Entity("bans")
export class Ban implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Field(() => Date, { description: "Since when." })
  @Column(instant)
  imposedAt: Date;

  @Column({ type: "uuid" })
  imposedById: string;

  @Field(() => Date, { nullable: true, description: "When it was lifted; null while it stands." })
  @Column({ ...instant, nullable: true })
  liftedAt: Date | null;
}
