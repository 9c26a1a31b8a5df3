import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** In the place of a membership's version, of a merge that came in with its group: what it moved is not known here. */
export const CAME_WITH_GROUP = 0;

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * In the books of one group one person stands for another from now on. People themselves are never changed: what
 * other groups know of either of them stays as it is. What was moved is kept row by row, so that it can be undone.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "That two people in a group's books are one: from then on the one stands for the other there. Other groups do not hear of it. For organisers and owners.",
})
@Entity("person_merges")
export class PersonMerge implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  /** Who is no longer in the books. */
  @Column({ type: "uuid" })
  mergedId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  merged: Relation<Person>;

  /** Into whom, when it was done. */
  @Column({ type: "uuid" })
  intoId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  into: Relation<Person>;

  /** Who stands for them today: `into`, or whom that one was merged into later. */
  @Column({ type: "uuid" })
  survivorId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  survivor: Relation<Person>;

  @Field(() => Date, { description: "When it was done." })
  @Column(instant)
  mergedAt: Date;

  @Column({ type: "uuid" })
  mergedById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  mergedBy: Relation<Person>;

  /** Of the membership that two became; another one by now says that somebody changed it since. Or `CAME_WITH_GROUP`. */
  @Column({ type: "integer", nullable: true })
  membershipVersion: number | null;

  @Field(() => Date, { nullable: true, description: "When it was undone; null while it stands." })
  @Column({ ...instant, nullable: true })
  undoneAt: Date | null;
}
