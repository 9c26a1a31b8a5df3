import { Entity, PrimaryColumn } from "typeorm";

/** A topic of a group that everybody finds in lists: what is counted of a topic. Written by triggers alone. */
@Entity("listed_topics")
export class ListedTopic {
  @PrimaryColumn({ type: "uuid" })
  topicId: string;

  @PrimaryColumn({ type: "uuid" })
  groupId: string;
}
