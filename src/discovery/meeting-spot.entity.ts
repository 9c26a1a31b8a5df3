import { Column, Entity, PrimaryColumn } from "typeorm";

/** The topic of a spot that stands for its meeting whatever the group is about. */
export const ANY_TOPIC = "00000000-0000-0000-0000-000000000000";

/**
 * A meeting under one of its group's topics, at the place where it is held: what searches walk, in the order of the start.
 * Written by triggers alone, in the transaction that changes the meeting, the group or its topics.
 */
@Entity("meeting_spots")
export class MeetingSpot {
  @PrimaryColumn({ type: "uuid" })
  meetingId: string;

  @PrimaryColumn({ type: "uuid" })
  topicId: string;

  @Column({ type: "uuid" })
  groupId: string;

  @Column({ type: "timestamptz", precision: 3 })
  startsAt: Date;

  @Column({ type: "timestamptz", precision: 3 })
  endsAt: Date;

  /** On the wall clock of the meeting's own zone. */
  @Column({ type: "timestamp", precision: 0 })
  startsAtLocal: string;

  /** Of the meeting's own place, else of its group's; null for one that is only online, or nowhere yet. */
  @Column({ type: "double precision", nullable: true })
  latitude: number | null;

  @Column({ type: "double precision", nullable: true })
  longitude: number | null;

  /** Cells of the grids of `platform/near.ts`. */
  @Column({ type: "integer", nullable: true })
  cell: number | null;

  @Column({ type: "integer", nullable: true })
  wideCell: number | null;

  @Column({ type: "integer", nullable: true })
  vastCell: number | null;
}
