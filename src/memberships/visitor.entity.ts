import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** Why somebody without a membership came. */
export enum VisitorKind {
  PROSPECT = "PROSPECT",
  GUEST = "GUEST",
}

registerEnumType(VisitorKind, {
  name: "VisitorKind",
  description: "Why somebody without a membership came.",
  valuesConfig: {
    PROSPECT: { description: "May become a member." },
    GUEST: { description: "Came along, without that intention." },
  },
});

/** A group knows a person who is no member: recognised at their next visit. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A group knows a person who is no member: they came, and are recognised at their next visit. Seen by those who host the group.",
})
@Entity("visitors")
@Unique("one_visitor_record_per_person_and_group", ["groupId", "personId"])
export class Visitor implements Node {
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

  @Field(() => VisitorKind, { description: "Why they came." })
  @Column({ type: "text" })
  kind: VisitorKind;

  @Column({ type: "uuid", nullable: true })
  invitedById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  invitedBy: Relation<Person> | null;

  /**
   * The name under which an organiser wrote them down together with an address. As long as it stands, nothing of the
   * person behind that address is shown: or anybody could look up whose it is. Null for whoever came by themself, and
   * for visitors without an address.
   */
  @Column({ type: "text", nullable: true })
  knownAs: string | null;

  @Field(() => Date, { description: "When the group first saw them." })
  @Column({ type: "timestamptz", precision: 3 })
  firstSeenAt: Date;
}
