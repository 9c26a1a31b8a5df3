import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "./person.entity.ts";

/** One person wants nothing of another. Works in both directions, and neither side can tell. */
@Entity("blocks")
export class Block {
  @PrimaryColumn({ type: "uuid" })
  blockerId: string;

  @PrimaryColumn({ type: "uuid" })
  blockedId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  blocker: Relation<Person>;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  blocked: Relation<Person>;

  @Column({ type: "timestamptz", precision: 3 })
  createdAt: Date;
}
