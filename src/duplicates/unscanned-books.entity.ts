import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";

/** A group whose books changed since they were last looked through for duplicates. */
@Entity("unscanned_books")
export class UnscannedBooks {
  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "timestamptz", precision: 3 })
  changedAt: Date;
}
