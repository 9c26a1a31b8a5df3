import { Field, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn, Unique } from "typeorm";
import { Node } from "../platform/node.ts";

/** Longest name of a topic, in characters. */
export const TOPIC_NAME_LENGTH_MAX = 60;
/** Most topics of one person, and of one group. */
export const TOPICS_MAX = 20;
/** Topics that one search may name. */
export const TOPICS_SEARCHED_MAX = 20;

/** A subject that groups meet about and people are interested in, known by one spelling. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A subject that groups meet about and people are interested in. Seen by everybody.",
})
@Entity("topics")
@Unique("a_topic_has_one_slug", ["slug"])
export class Topic implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Field(() => String, {
    description:
      "Its one spelling: lower-case letters and digits of any script joined by hyphens, for example `food-and-drink`.",
  })
  @Column({ type: "text" })
  slug: string;

  @Field(() => String, { description: "Plain text, as first written; at most 60 characters." })
  @Column({ type: "text" })
  name: string;
}
