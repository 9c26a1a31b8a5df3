import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import type { VisitorKind } from "../memberships/visitor.entity.ts";
import { Person } from "../people/person.entity.ts";
import { RollState } from "./roll.entity.ts";

/**
 * Somebody first known at the door, under the id that a phone made for them while it was offline. Several phones may
 * send the same one; several walk-ins with one address are the same person.
 */
@Entity("walk_ins")
export class WalkIn {
  @PrimaryColumn({ type: "uuid" })
  meetingId: string;

  @PrimaryColumn({ type: "uuid" })
  walkInId: string;

  @ManyToOne(() => RollState, { onDelete: "NO ACTION" })
  @JoinColumn({ name: "meeting_id", referencedColumnName: "meetingId" })
  roll: Relation<RollState>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  /** As typed at the door; what the roll shows, whatever the person behind the address calls themself. */
  @Column({ type: "text" })
  name: string;

  @Column({ type: "text" })
  kind: VisitorKind;

  @Column({ type: "uuid", nullable: true })
  invitedById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  invitedBy: Relation<Person> | null;

  /** SHA-256 of what the client sent, so that the same id for somebody else is noticed. */
  @Column({ type: "bytea" })
  contentHash: Buffer;
}
