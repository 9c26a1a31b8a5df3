import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** Longest label of a door, in characters. */
export const DOOR_LABEL_LENGTH_MAX = 80;

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * A credential for a telephone at the entrance of one meeting. It belongs to the meeting: everybody who hosts the group
 * sees and closes it. Of its token only a hash is kept.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A token with which a telephone at the entrance takes the roll of one meeting, and nothing else. Seen by those who host the group, and by the door itself.",
})
@Entity("doors")
@Unique("a_token_opens_one_door", ["tokenHash"])
export class Door implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

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

  @Column({ type: "bytea" })
  tokenHash: Buffer;

  @Field(() => String, {
    nullable: true,
    description: "Which door it is, in the words of who opened it: one line of at most 80 characters.",
  })
  @Column({ type: "text", nullable: true })
  label: string | null;

  @Field(() => Date, { description: "When it was made." })
  @Column(instant)
  createdAt: Date;

  /** In whose name its marks stand: it works as long as they may take the roll themself, or handed that over. */
  @Column({ type: "uuid" })
  openedById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  openedBy: Relation<Person>;

  @Field(() => Date, { description: "From when on its token is taken." })
  @Column(instant)
  startsAt: Date;

  @Field(() => Date, { description: "When it ends by itself." })
  @Column(instant)
  endsAt: Date;

  @Field(() => Date, { nullable: true, description: "When somebody closed it; null while nobody did." })
  @Column({ ...instant, nullable: true })
  closedAt: Date | null;

  @Field(() => Int, { description: "Marks that it makes at most." })
  @Column({ type: "integer" })
  usesMax: number;

  @Field(() => Int, { description: "Marks that it has made." })
  @Column({ type: "integer", default: 0 })
  uses: number;

  @Field(() => Date, { nullable: true, description: "When it was last used, exact to a minute; null if never." })
  @Column({ ...instant, nullable: true })
  lastUsedAt: Date | null;
}
