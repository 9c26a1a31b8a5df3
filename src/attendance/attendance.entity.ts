import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import type { AttendanceCode } from "./attendance-code.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * One person's line on one roll, as the fold of its marks left it. Written in the transaction of the marks; made
 * for every expected person when the roll is submitted. A line without a code was never marked: whether that means
 * absent or excused is derived on reading, and never becomes a mark.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "Whether one person came to one meeting. Seen by the person, and by those who host the group.",
})
@Entity("attendances")
@Unique("one_attendance_per_person_and_meeting", ["meetingId", "personId"])
@Unique("one_substitute_per_member", ["meetingId", "substituteForId"], { deferrable: "INITIALLY DEFERRED" })
export class Attendance implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  meetingId: string;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION", onUpdate: "CASCADE" })
  @JoinColumn([{ referencedColumnName: "id" }, { name: "starts_at", referencedColumnName: "startsAt" }])
  meeting: Relation<Meeting>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  /** The meeting's own start, so that somebody's last attendance is the end of an index; moves along with it. */
  @Column(instant)
  startsAt: Date;

  /** Had to be accounted for by the group's rule when the roll was submitted; nobody else is ever absent. */
  @Column({ type: "boolean", default: false })
  isExpected: boolean;

  /** Away by a leave agreed beforehand, on the day of the meeting. */
  @Column({ type: "boolean", default: false })
  isOnLeave: boolean;

  /** Fold of the marks that stand; a member whose substitute came reads `SUBSTITUTED`. Null while unmarked. */
  @Column({ type: "text", nullable: true })
  code: AttendanceCode | null;

  /** What counts: the code, given or derived, at the last submission. Null before the first. */
  @Column({ type: "text", nullable: true })
  countedCode: AttendanceCode | null;

  @Field(() => TakePartMode, { nullable: true, description: "How they took part, if that was noted." })
  @Column({ type: "text", nullable: true })
  mode: TakePartMode | null;

  @Field(() => Date, { nullable: true, description: "When they came: the earliest arrival of the marks that stand." })
  @Column({ ...instant, nullable: true })
  arrivedAt: Date | null;

  /** The person's own mark that stands, by the client's id of it. */
  @Column({ type: "uuid", nullable: true })
  markId: string | null;

  /** The member in whose place this person came: who did not come, and whose last substitute this is. */
  @Column({ type: "uuid", nullable: true })
  substituteForId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  substituteFor: Relation<Person> | null;

  @Field(() => Date, { description: "When it last changed." })
  @Column(instant)
  updatedAt: Date;
}
