import { Field, ObjectType } from "type-graphql";
import { Column, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";

/** Longest response, in characters. */
export const RESPONSE_LENGTH_MAX = 2_000;

const instant = { type: "timestamptz", precision: 3 } as const;

/** What responses to asks and to offers have in common: the same columns in both tables. */
@ObjectType({ simpleResolvers: true })
export abstract class HelpResponse {
  @PrimaryColumn({ type: "uuid" })
  id: string;

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

  @Field(() => Date, { nullable: true, description: "When whoever was helped said so; null while they did not." })
  @Column({ ...instant, nullable: true })
  helpedAt: Date | null;
}
