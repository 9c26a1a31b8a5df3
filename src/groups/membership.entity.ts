import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { Group } from "./group.entity.ts";

/** What a membership permits; each includes the ones below it. */
export enum MembershipRole {
  OWNER = "OWNER",
  ORGANISER = "ORGANISER",
  HOST = "HOST",
  MEMBER = "MEMBER",
}

/** Life of a membership. `ON_LEAVE` is never stored: it follows from a dated leave. */
export enum MembershipStatus {
  INVITED = "INVITED",
  REQUESTED = "REQUESTED",
  TRIAL = "TRIAL",
  ACTIVE = "ACTIVE",
  ON_LEAVE = "ON_LEAVE",
  GRACE = "GRACE",
  LAPSED = "LAPSED",
  RESIGNED = "RESIGNED",
  REMOVED = "REMOVED",
}

/** Stored statuses of somebody who is a member today. */
export const LIVE_STATUSES = [MembershipStatus.TRIAL, MembershipStatus.ACTIVE, MembershipStatus.GRACE] as const;

/** Whether somebody of this status is a member today; null for who has none. */
export const isLiveStatus = (status: MembershipStatus | null): boolean =>
  (LIVE_STATUSES as readonly (MembershipStatus | null)[]).includes(status);

registerEnumType(MembershipRole, {
  name: "MembershipRole",
  description: "What a membership permits.",
  valuesConfig: {
    OWNER: { description: "Everything, also handing the group on. A group always has one." },
    ORGANISER: { description: "Runs the group: its page, its meetings, its members." },
    HOST: { description: "Welcomes people at meetings and takes the roll." },
    MEMBER: { description: "Takes part." },
  },
});
registerEnumType(MembershipStatus, {
  name: "MembershipStatus",
  description: "Life of a membership.",
  valuesConfig: {
    INVITED: { description: "Asked to join; has not answered." },
    REQUESTED: { description: "Asks to join; an organiser has not answered." },
    TRIAL: { description: "Member on trial." },
    ACTIVE: { description: "Member." },
    ON_LEAVE: { description: "Member, away for a time agreed beforehand." },
    GRACE: { description: "Member whose renewal is due." },
    LAPSED: { description: "Was a member until the renewal was missed, or the request or invitation came to nothing." },
    RESIGNED: { description: "Left." },
    REMOVED: { description: "Was removed by an organiser." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** A person's place in one group: one row for ever, with its periods beside it. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A person's place in one group. Seen by the person, by those who host the group whatever its status, and by its members while it is live; across a block by organisers alone.",
})
@Entity("memberships")
@Unique("one_membership_per_person_and_group", ["groupId", "personId"])
export class Membership implements Node {
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

  @Field(() => MembershipRole, { description: "What it permits while it is live." })
  @Column({ type: "text", default: MembershipRole.MEMBER })
  role: MembershipRole;

  /** Stored status; GraphQL's `status` adds `ON_LEAVE` (`membership.reads.ts`). */
  @Column({ type: "text" })
  status: MembershipStatus;

  @Column({ type: "uuid", nullable: true })
  invitedById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  invitedBy: Relation<Person> | null;

  @Field(() => Date, { nullable: true, description: "When the person first became a member; null before." })
  @Column({ ...instant, nullable: true })
  joinedAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When the last period as a member ended; null while it lasts." })
  @Column({ ...instant, nullable: true })
  endedAt: Date | null;

  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "When it was last changed." })
  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Grows by one with each change; pass it back as `expectedVersion`." })
  @Column({ type: "integer", default: 1 })
  version: number;
}
