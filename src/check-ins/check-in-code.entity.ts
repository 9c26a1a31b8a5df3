import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Door } from "../doors/door.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** Somebody shows a code at the entrance that says who they are: once, and for a minute. */
@Entity("check_in_codes")
@Unique("one_check_in_of_a_code", ["meetingId", "codeHash"])
export class CheckInCode {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  meetingId: string;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  /** Keyed hash of the code, which itself is kept nowhere. */
  @Column({ type: "bytea" })
  codeHash: Buffer;

  @Column(instant)
  createdAt: Date;

  @Column(instant)
  expiresAt: Date;

  @Column({ ...instant, nullable: true })
  usedAt: Date | null;

  /** Who took it, so that they may ask again what became of it; of a door, who opened it. */
  @Column({ type: "uuid", nullable: true })
  takenById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  takenBy: Relation<Person> | null;

  @Column({ type: "uuid", nullable: true })
  doorId: string | null;

  @ManyToOne(() => Door, { onDelete: "NO ACTION" })
  @JoinColumn()
  door: Relation<Door> | null;
}
