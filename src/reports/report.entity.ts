import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import type { ReportedKind, ReportReason } from "./reported-kind.ts";

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
