import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { Ask } from "./ask.entity.ts";

/** Longest response, in characters. */
export const RESPONSE_LENGTH_MAX = 2_000;

const instant = { type: "timestamptz", precision: 3 } as const;

/** What one person answers to an ask: a message to the asker alone. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "What somebody answers to an ask. Only they and the asker see it.",
})
@Entity("ask_responses")
@Unique("one_response_per_person_and_ask", ["askId", "personId"])
export class AskResponse implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  askId: string;

  @ManyToOne(() => Ask, { onDelete: "NO ACTION" })
  @JoinColumn()
  ask: Relation<Ask>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Field(() => String, { description: "Plain text, line breaks kept, at most 2,000 characters." })
  @Column({ type: "text" })
  text: string;

  @Field(() => Date, { description: "When it was given." })
  @Column(instant)
  respondedAt: Date;

  @Field(() => Date, { nullable: true, description: "When the asker said that it helped; null while they did not." })
  @Column({ ...instant, nullable: true })
  helpedAt: Date | null;
}
