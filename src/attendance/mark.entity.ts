import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Door } from "../doors/door.entity.ts";
import { Group } from "../groups/group.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { AttendanceCode } from "./attendance-code.ts";
import { RollState } from "./roll.entity.ts";

/** Why a mark was kept, but not applied before an organiser has looked at it. */
export enum MarkFlag {
  AFTER_SUBMISSION = "AFTER_SUBMISSION",
  LEFT_MEANWHILE = "LEFT_MEANWHILE",
}

registerEnumType(MarkFlag, {
  name: "MarkFlag",
  description: "Why a mark was kept, but not applied before an organiser has looked at it.",
  valuesConfig: {
    AFTER_SUBMISSION: { description: "It arrived when the roll had been submitted or skipped." },
    LEFT_MEANWHILE: { description: "The person had ceased to be a member when it arrived." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * One entry that somebody made on a roll: append-only, a trigger refuses to change or delete it. The sheet is
 * the fold of its marks (`fold-marks.ts`).
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "One entry on a roll. Never changed and never deleted: a correction is another mark. Seen by the person, and by those who host the group.",
})
@Entity("marks")
@Unique("a_mark_is_made_once", ["meetingId", "markId"])
export class Mark implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  meetingId: string;

  @ManyToOne(() => RollState, { onDelete: "NO ACTION" })
  @JoinColumn({ name: "meeting_id", referencedColumnName: "meetingId" })
  roll: Relation<RollState>;

  /** The UUID that the client made for it, unique within the meeting; GraphQL shows it as `clientId`. */
  @Column({ type: "uuid" })
  markId: string;

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

  @Field(() => AttendanceCode, { description: "What it says." })
  @Column({ type: "text" })
  code: AttendanceCode;

  @Field(() => TakePartMode, { nullable: true, description: "How they took part, if that was noted." })
  @Column({ type: "text", nullable: true })
  mode: TakePartMode | null;

  /** By the device's clock, though never later than `receivedAt`. */
  @Field(() => Date, {
    description: "When it was made, by the device's clock, though never later than it was received.",
  })
  @Column(instant)
  recordedAt: Date;

  @Field(() => Date, { description: "When it reached the service." })
  @Column(instant)
  receivedAt: Date;

  @Field(() => Date, { nullable: true, description: "When the person came, if that was noted." })
  @Column({ ...instant, nullable: true })
  arrivedAt: Date | null;

  /** The member in whose place this person came. */
  @Column({ type: "uuid", nullable: true })
  substituteForId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  substituteFor: Relation<Person> | null;

  @Field(() => String, { nullable: true, description: "What was noted; for those who host the group." })
  @Column({ type: "text", nullable: true })
  note: string | null;

  @Column({ type: "uuid" })
  recordedById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  recordedBy: Relation<Person>;

  /** The door that made it, in the name of `recordedBy`; null for one that a person made. */
  @Column({ type: "uuid", nullable: true })
  doorId: string | null;

  @ManyToOne(() => Door, { onDelete: "NO ACTION" })
  @JoinColumn()
  door: Relation<Door> | null;

  /** SHA-256 of what the client sent, so that the same id with other content is noticed. */
  @Column({ type: "bytea" })
  contentHash: Buffer;

  @Field(() => MarkFlag, {
    nullable: true,
    description: "Why it is not applied unless an organiser accepts it; null for a mark that was applied at once.",
  })
  @Column({ type: "text", nullable: true })
  flag: MarkFlag | null;
}
