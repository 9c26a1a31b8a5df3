import { ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, type Relation, Unique } from "typeorm";
import { Node } from "../platform/node.ts";
import { Ask } from "./ask.entity.ts";
import { HelpResponse } from "./help-response.entity.ts";

/** What one person answers to an ask: a message to the asker alone. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "What somebody answers to an ask. Only they and the asker see it.",
})
@Entity("ask_responses")
@Unique("one_response_per_person_and_ask", ["askId", "personId"])
export class AskResponse extends HelpResponse implements Node {
  @Column({ type: "uuid" })
  askId: string;

  @ManyToOne(() => Ask, { onDelete: "NO ACTION" })
  @JoinColumn()
  ask: Relation<Ask>;
}
