import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Ask } from "./ask.entity.ts";

/** A group whose members may read an ask. */
@Entity("ask_groups")
export class AskGroup {
  @PrimaryColumn({ type: "uuid" })
  askId: string;

  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Ask, { onDelete: "NO ACTION" })
  @JoinColumn()
  ask: Relation<Ask>;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;
}
