import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** Longest text of a note, in characters. */
export const RECALL_TEXT_LENGTH_MAX = 4_000;

const instant = { type: "timestamptz", precision: 3 } as const;

/** What somebody wants to remember of a person. It is its author's, for ever: nobody else reads it, whatever their role. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "What the viewer wants to remember of a person. Nobody else ever reads it.",
})
@Entity("recall_notes")
export class RecallNote implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  authorId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  author: Relation<Person>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Field(() => String, { description: "The note: plain text of at most 4,000 characters." })
  @Column({ type: "text" })
  text: string;

  @Field(() => Date, { description: "When it was written." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "When it was last changed." })
  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Grows by one with each change; pass it back as `expectedVersion`." })
  @Column({ type: "integer", default: 1 })
  version: number;
}
