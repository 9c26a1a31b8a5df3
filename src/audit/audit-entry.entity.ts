import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** States, roles, days: what an act changed. Never contact details or texts that people wrote. */
export type AuditedState = Readonly<Record<string, string | number | boolean | null>>;

/** One line of a group's log of what its organisers did to others. Append-only and chained, held by triggers. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "One line of a group's audit log: what an organiser did to somebody else. Never changed afterwards. Seen by organisers and owners, but for what was decided on a report about the viewer.",
})
@Entity("audit_entries")
@Unique("a_line_of_a_log_has_its_place", ["groupId", "position"])
export class AuditEntry implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Field(() => Date, { description: "When it was done." })
  @Column({ type: "timestamptz", precision: 3 })
  occurredAt: Date;

  @Column({ type: "uuid", nullable: true })
  actorId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  actor: Relation<Person> | null;

  @Field(() => String, {
    description: "Name of the mutation, for example `changeRole`. New ones may appear at any time.",
  })
  @Column({ type: "text" })
  action: string;

  @Column({ type: "uuid", nullable: true })
  personId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person> | null;

  @Field(() => ID, {
    nullable: true,
    description: "Global ID of what was changed, such as a membership or an RSVP; null where there is none.",
  })
  @Column({ type: "text", nullable: true })
  objectId: string | null;

  /** As it was; GraphQL shows it as `changes`. */
  @Column({ type: "jsonb" })
  before: AuditedState;

  /** As it was afterwards. */
  @Column({ type: "jsonb" })
  after: AuditedState;

  @Field(() => String, { description: "ID of the request that did it, as the server's log knows it." })
  @Column({ type: "text" })
  requestId: string;

  /** Its place in the group's log, from 1 without a gap; the database gives it. */
  @Column({ type: "integer", insert: false, update: false })
  position: number;

  /** SHA-256 of the hash before it and of what this line says (`verify-chain.ts`); the database works it out. */
  @Column({ type: "bytea", insert: false, update: false })
  hash: Buffer;
}

@ObjectType({ simpleResolvers: true, description: "One value that an act of an organiser changed." })
export class AuditChange {
  @Field(() => String, { description: "What it is, for example `role`, `status` or `toOn`." })
  field: string;

  @Field(() => String, { nullable: true, description: "As it was; null where there was none." })
  before: string | null;

  @Field(() => String, { nullable: true, description: "As it was afterwards; null where there is none." })
  after: string | null;
}
