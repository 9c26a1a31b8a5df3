import { registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import type { TakePartMode } from "../meetings/meeting-mode.ts";
import { Person } from "../people/person.entity.ts";
import type { AttendanceCode } from "./attendance-code.ts";
import { Roll } from "./roll.entity.ts";

/** Why a mark was kept, but not applied before an organiser has looked at it. */
export enum MarkFlag {
  AFTER_SUBMISSION = "AFTER_SUBMISSION",
  LEFT_MEANWHILE = "LEFT_MEANWHILE",
}

registerEnumType(MarkFlag, {
  name: "MarkFlag",
  description: "Why a mark was kept, but not applied before an organiser has looked at it.",
  valuesConfig: {
    AFTER_SUBMISSION: { description: "It arrived when the roll had been submitted." },
    LEFT_MEANWHILE: { description: "The person had ceased to be a member when it arrived." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * One entry that somebody made on a roll: append-only, a trigger refuses to change or delete it. The sheet is
 * the fold of its marks (`fold-marks.ts`).
 */
@Entity("marks")
export class Mark {
  @PrimaryColumn({ type: "uuid" })
  meetingId: string;

  /** Made by the client, unique within the meeting: how a repeated delivery is known. */
  @PrimaryColumn({ type: "uuid" })
  markId: string;

  @ManyToOne(() => Roll, { onDelete: "NO ACTION" })
  @JoinColumn({ name: "meeting_id", referencedColumnName: "meetingId" })
  roll: Relation<Roll>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column({ type: "text" })
  code: AttendanceCode;

  @Column({ type: "text", nullable: true })
  mode: TakePartMode | null;

  /** When it was made, by the device's clock, though never later than `receivedAt`. */
  @Column(instant)
  recordedAt: Date;

  @Column(instant)
  receivedAt: Date;

  @Column({ ...instant, nullable: true })
  arrivedAt: Date | null;

  /** The member in whose place this person came. */
  @Column({ type: "uuid", nullable: true })
  substituteForId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  substituteFor: Relation<Person> | null;

  @Column({ type: "text", nullable: true })
  note: string | null;

  @Column({ type: "uuid" })
  recordedById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  recordedBy: Relation<Person>;

  /** SHA-256 of what the client sent, so that the same id with other content is noticed. */
  @Column({ type: "bytea" })
  contentHash: Buffer;

  @Column({ type: "text", nullable: true })
  flag: MarkFlag | null;
}
