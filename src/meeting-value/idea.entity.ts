import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** Longest idea, in characters. */
export const IDEA_LENGTH_MAX = 2_000;

/** Something that somebody took away from a meeting, and who brought it up. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "Something that somebody took away from a meeting. Only they see it; and whoever it is credited to, if they told them.",
})
@Entity("ideas")
export class Idea implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  /** The group that met. */
  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  meetingId: string;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting>;

  /** Who wrote it down. */
  @Column({ type: "uuid" })
  authorId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  author: Relation<Person>;

  /** Who brought it up, where that is known. */
  @Column({ type: "uuid", nullable: true })
  creditedToId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  creditedTo: Relation<Person> | null;

  @Field(() => String, { description: "Plain text, line breaks kept, at most 2,000 characters." })
  @Column({ type: "text" })
  text: string;

  @Field(() => Boolean, { description: "Whether whoever it is credited to may read it." })
  @Column({ type: "boolean", default: false })
  tellsCredited: boolean;

  @Field(() => Date, { description: "When it was written down." })
  @Column({ type: "timestamptz", precision: 3 })
  capturedAt: Date;
}
