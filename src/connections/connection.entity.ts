import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** How two people came to know each other here. */
export enum ConnectionOrigin {
  INTRODUCTION = "INTRODUCTION",
  ENCOUNTER = "ENCOUNTER",
  INVITATION = "INVITATION",
  IMPORT = "IMPORT",
}

registerEnumType(ConnectionOrigin, {
  name: "ConnectionOrigin",
  description: "How two people came to be connected.",
  valuesConfig: {
    INTRODUCTION: { description: "Somebody introduced them, and both said yes." },
    ENCOUNTER: { description: "They met, and both wrote it down." },
    INVITATION: { description: "One of them offered a code, and the other took it." },
    IMPORT: { description: "Both have the other in their own address book, and imported it." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * Two people who know each other: a pair without order, kept with the lesser key first. It belongs to both alike; what
 * each of them allows stands in a column of its own. One that ended stays for a time, seen by nobody, for whatever was
 * computed of it; beginning again takes the same row.
 *
 * Its name does not end in "Connection", which GraphQL clients keep for pages of a list.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A connection: two people who know each other, both of whom wished it. Only the two of them see it, for as long as it lasts.",
})
@Entity("connections")
@Unique("one_connection_of_two_people", ["personLowId", "personHighId"])
export class ConnectedPair implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personLowId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  personLow: Relation<Person>;

  @Column({ type: "uuid" })
  personHighId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  personHigh: Relation<Person>;

  @Field(() => ConnectionOrigin, { description: "How it began." })
  @Column({ type: "text" })
  origin: ConnectionOrigin;

  @Column({ type: "uuid", nullable: true })
  meetingId: string | null;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting> | null;

  @Column({ type: "uuid", nullable: true })
  groupId: string | null;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group> | null;

  @Field(() => Date, { description: "Since when they are connected; if it ended meanwhile, since it began again." })
  @Column(instant)
  startedAt: Date;

  /** The person with the lesser key may be asked, by way of this tie, for a way to the other. */
  @Column({ type: "boolean", default: false })
  lowBridges: boolean;

  /** The same of the person with the greater key. */
  @Column({ type: "boolean", default: false })
  highBridges: boolean;

  /** Null while it lasts. By whom or why is not kept. */
  @Column({ ...instant, nullable: true })
  endedAt: Date | null;
}

/** The keys of two people in the order in which a pair keeps them. */
export const pairOf = (one: string, other: string): { personLowId: string; personHighId: string } =>
  one < other ? { personLowId: one, personHighId: other } : { personLowId: other, personHighId: one };
