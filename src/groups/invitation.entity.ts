import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { EmailAddress } from "../platform/scalars/email-address.ts";
import { Group } from "./group.entity.ts";
import { MembershipRole } from "./membership.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * A group asks whoever reads the mail of one address to join. It names no person on purpose: who writes an
 * address down learns nothing about whose it is, until that person accepts.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A group asks whoever reads the mail of one address to join. Single-use, and bound to that address. Seen by organisers and owners, and while it is open by whoever proved that address.",
})
@Entity("invitations")
export class Invitation implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Field(() => EmailAddress, { description: "The address it is bound to, as an organiser wrote it down." })
  @Column({ type: "text" })
  email: string;

  @Field(() => MembershipRole, { description: "Role that accepting it gives." })
  @Column({ type: "text" })
  role: MembershipRole;

  /** SHA-256 of the token in the mail; the token itself is kept nowhere. */
  @Column({ type: "bytea" })
  tokenHash: Buffer;

  @Column({ type: "uuid" })
  invitedById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  invitedBy: Relation<Person>;

  @Field(() => Date, { description: "When it was sent." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "From then on it is worth nothing." })
  @Column(instant)
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: "When it was accepted." })
  @Column({ ...instant, nullable: true })
  acceptedAt: Date | null;

  @Column({ type: "uuid", nullable: true })
  acceptedById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  acceptedBy: Relation<Person> | null;

  @Field(() => Date, {
    nullable: true,
    description:
      "When it was taken back: by an organiser, or because the person became a member in another way, ceased to be one, or was banned.",
  })
  @Column({ ...instant, nullable: true })
  revokedAt: Date | null;
}
