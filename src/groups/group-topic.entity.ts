import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Topic } from "../topics/topic.entity.ts";
import { Group } from "./group.entity.ts";

/** A topic that a group meets about. */
@Entity("group_topics")
export class GroupTopic {
  @PrimaryColumn({ type: "uuid" })
  groupId: string;

  @PrimaryColumn({ type: "uuid" })
  topicId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @ManyToOne(() => Topic, { onDelete: "NO ACTION" })
  @JoinColumn()
  topic: Relation<Topic>;
}
