import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "./group.entity.ts";

/** Every slug that a group ever had: earlier ones go on resolving, and nobody else gets them. */
@Entity("group_slugs")
export class GroupSlug {
  @PrimaryColumn({ type: "text" })
  slug: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;
}
