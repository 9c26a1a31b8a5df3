import { Field, ObjectType } from "type-graphql";
import { Column, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { HelpAudience, HelpKind } from "./help-kind.ts";

/** Longest text of an ask or an offer, in characters. */
export const POSTING_TEXT_LENGTH_MAX = 2_000;

const instant = { type: "timestamptz", precision: 3 } as const;

/** What asks and offers have in common: the same columns in both tables. */
@ObjectType({ simpleResolvers: true })
export abstract class Posting {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Field(() => HelpKind, { description: "What sort of help." })
  @Column({ type: "text" })
  kind: HelpKind;

  @Field(() => String, { description: "Plain text, line breaks kept, at most 2,000 characters." })
  @Column({ type: "text" })
  text: string;

  @Field(() => HelpAudience, { description: "Who may read it, beside its author." })
  @Column({ type: "text" })
  audience: HelpAudience;

  @Field(() => Date, { description: "When it was posted." })
  @Column(instant)
  postedAt: Date;

  @Field(() => Date, { description: "Until when it stands, unless it is closed earlier." })
  @Column(instant)
  openUntil: Date;

  @Field(() => Date, {
    nullable: true,
    description:
      "When its author closed it, or organisers took it out of the last group where it stood; null before that.",
  })
  @Column({ ...instant, nullable: true })
  closedAt: Date | null;
}
