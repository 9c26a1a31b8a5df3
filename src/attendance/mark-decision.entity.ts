import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Mark } from "./mark.entity.ts";

/** What an organiser said about a flagged mark: once, and for good. Append-only like the mark itself. */
@Entity("mark_decisions")
export class MarkDecision {
  /** Primary key of the mark, not the client's id of it. */
  @PrimaryColumn({ type: "uuid" })
  markId: string;

  @OneToOne(() => Mark, { onDelete: "NO ACTION" })
  @JoinColumn()
  mark: Relation<Mark>;

  /** An accepted mark takes part in the fold with its own `recordedAt`; a dismissed one never does. */
  @Column({ type: "boolean" })
  isAccepted: boolean;

  @Column({ type: "uuid" })
  decidedById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  decidedBy: Relation<Person>;

  @Column({ type: "timestamptz", precision: 3 })
  decidedAt: Date;
}
