import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { TakePartMode } from "../meetings/meeting-mode.ts";
import { Person } from "../people/person.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * Somebody who need not have an account wants to come to a meeting, and was sent a link to confirm it. Until then it is
 * nobody's answer, holds no seat and makes nobody known to anybody. No type of GraphQL: nobody reads it.
 */
@Entity("visit_requests")
@Unique("one_visit_request_per_token", ["tokenHash"])
export class VisitRequest {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  meetingId: string;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting>;

  /** Normalised. */
  @Column({ type: "text" })
  email: string;

  @Column({ type: "text" })
  name: string;

  @Column({ type: "text" })
  mode: TakePartMode;

  @Column({ type: "integer" })
  guests: number;

  @Column({ type: "bytea" })
  tokenHash: Buffer;

  @Column(instant)
  createdAt: Date;

  @Column(instant)
  expiresAt: Date;

  @Column({ ...instant, nullable: true })
  confirmedAt: Date | null;

  /** Who it turned out to be. */
  @Column({ type: "uuid", nullable: true })
  personId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person> | null;
}
