import { registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";

/** Longest words of a report, in characters. */
export const REPORT_WORDS_LENGTH_MAX = 2_000;

/** What can be reported. */
export enum ReportedKind {
  PERSON = "PERSON",
  GROUP = "GROUP",
  MEETING = "MEETING",
  INTRODUCTION = "INTRODUCTION",
}

export enum ReportReason {
  SPAM = "SPAM",
  HARASSMENT = "HARASSMENT",
  PRETENCE = "PRETENCE",
  INDECENCY = "INDECENCY",
  DANGER = "DANGER",
  OTHER = "OTHER",
}

registerEnumType(ReportReason, {
  name: "ReportReason",
  description: "What is wrong with what is reported.",
  valuesConfig: {
    SPAM: { description: "Advertising that nobody asked for." },
    HARASSMENT: { description: "Somebody is pestered, insulted or threatened." },
    PRETENCE: { description: "Somebody or something pretends to be another." },
    INDECENCY: { description: "Texts or pictures that have no place here." },
    DANGER: { description: "Somebody is in danger." },
    OTHER: { description: "Something else, as the words say." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** Something is wrong with somebody or something, as one person tells whoever runs the service. No type of GraphQL. */
@Entity("reports")
export class Report {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid", nullable: true })
  reporterId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  reporter: Relation<Person> | null;

  @Column({ type: "text" })
  kind: ReportedKind;

  /** Primary key of what is reported. */
  @Column({ type: "uuid" })
  objectId: string;

  @Column({ type: "text" })
  reason: ReportReason;

  @Column({ type: "text", nullable: true })
  words: string | null;

  @Column(instant)
  reportedAt: Date;

  @Column({ ...instant, nullable: true })
  closedAt: Date | null;
}
