import { Column, Entity, PrimaryColumn } from "typeorm";

/** A word of a topic's name, or of another name of it, as searches know it. Written by triggers alone. */
@Entity("topic_words")
export class TopicWord {
  @PrimaryColumn({ type: "text", collation: "C" })
  word: string;

  @PrimaryColumn({ type: "uuid" })
  topicId: string;

  /** How much a find of it counts: 2 in the name itself, 1 in another one. */
  @Column({ type: "integer" })
  weight: number;
}
