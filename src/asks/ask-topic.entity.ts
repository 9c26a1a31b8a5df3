import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Topic } from "../topics/topic.entity.ts";
import { Ask } from "./ask.entity.ts";

/** A topic of an ask. */
@Entity("ask_topics")
export class AskTopic {
  @PrimaryColumn({ type: "uuid" })
  askId: string;

  @PrimaryColumn({ type: "uuid" })
  topicId: string;

  @ManyToOne(() => Ask, { onDelete: "NO ACTION" })
  @JoinColumn()
  ask: Relation<Ask>;

  @ManyToOne(() => Topic, { onDelete: "NO ACTION" })
  @JoinColumn()
  topic: Relation<Topic>;
}
