import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";

/** Where a group's audit log has got to; written by the trigger that chains its lines. No type of GraphQL. */
@Entity("audit_heads")
export class AuditHead {
  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  /** Of the last line. */
  @Column({ type: "integer" })
  position: number;

  @Column({ type: "bytea" })
  hash: Buffer;
}
