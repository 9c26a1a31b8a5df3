import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";

/** How long introductions of a group can be answered. No type of GraphQL: it reads as `Group.introductionDays`. */
@Entity("introduction_rules")
export class IntroductionRule {
  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "integer" })
  days: number;
}
