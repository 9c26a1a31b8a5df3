import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Topic } from "./topic.entity.ts";

/** Most other names of one topic. */
export const SYNONYMS_MAX = 20;

/** Another name of a topic: whoever writes it means that topic. The operator says which there are. */
@ObjectType({ simpleResolvers: true, description: "Another name of a topic; whoever writes it means that topic." })
@Entity("topic_synonyms")
@Unique("a_synonym_means_one_topic", ["slug"])
export class TopicSynonym {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  topicId: string;

  @ManyToOne(() => Topic, { onDelete: "NO ACTION" })
  @JoinColumn()
  topic: Relation<Topic>;

  /** Its one spelling, as of topics; no topic has the same. */
  @Column({ type: "text" })
  slug: string;

  @Field(() => String, { description: "Plain text, at most 60 characters." })
  @Column({ type: "text" })
  name: string;
}
