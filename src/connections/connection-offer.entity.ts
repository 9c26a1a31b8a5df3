import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** Somebody shows a code that connects whoever takes it with them: once, and for some minutes. */
@Entity("connection_offers")
@Unique("one_connection_offer_of_a_code", ["codeHash"])
export class ConnectionOffer {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  /** Keyed hash of the code, which itself is kept nowhere. */
  @Column({ type: "bytea" })
  codeHash: Buffer;

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

  @Column(instant)
  createdAt: Date;

  @Column(instant)
  expiresAt: Date;

  @Column({ type: "uuid", nullable: true })
  acceptedById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  acceptedBy: Relation<Person> | null;
}
