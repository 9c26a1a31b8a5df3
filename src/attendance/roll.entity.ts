import { registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";

/** Life of an attendance sheet. Only what was submitted counts; while it is reopened, the last submission goes on counting. */
export enum RollStatus {
  OPEN = "OPEN",
  SUBMITTED = "SUBMITTED",
  REOPENED = "REOPENED",
  SKIPPED = "SKIPPED",
}

registerEnumType(RollStatus, {
  name: "RollStatus",
  description: "Life of the attendance sheet of a meeting.",
  valuesConfig: {
    OPEN: { description: "Being taken; counts for nobody yet." },
    SUBMITTED: { description: "Final; counts." },
    REOPENED: { description: "Being corrected; what was last submitted goes on counting." },
    SKIPPED: { description: "Not taken, for instance in a holiday; the meeting counts for nobody." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** Where the roll of one meeting stands. Its row is the lock under which marks are folded; made by the first act on it. */
@Entity("rolls")
export class RollState {
  @PrimaryColumn({ type: "uuid" })
  meetingId: string;

  @OneToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting>;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "text", default: RollStatus.OPEN })
  status: RollStatus;

  /** Grows by one with each change of the sheet, so that a phone knows whether its copy is old. */
  @Column({ type: "integer", default: 0 })
  version: number;

  @Column({ ...instant, nullable: true })
  submittedAt: Date | null;

  @Column({ type: "uuid", nullable: true })
  submittedById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  submittedBy: Relation<Person> | null;
}
