import { Column, Entity, PrimaryColumn } from "typeorm";

/** A word of a meeting's title, as searches know it: small letters, no accents. Written by triggers alone. */
@Entity("meeting_words")
export class MeetingWord {
  @PrimaryColumn({ type: "uuid" })
  meetingId: string;

  @PrimaryColumn({ type: "text", collation: "C" })
  word: string;

  @Column({ type: "timestamptz", precision: 3 })
  startsAt: Date;

  @Column({ type: "timestamptz", precision: 3 })
  endsAt: Date;
}
