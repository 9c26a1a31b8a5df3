import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** How long a connector has to take a request up. */
export const REQUEST_DAYS = 30;
/** Longest description of whom somebody looks for, and of why, in characters. */
export const REQUEST_TEXT_LENGTH_MAX = 1_000;

/** How a request reads. Never stored: that it was declined must not show. */
export enum IntroductionRequestState {
  OPEN = "OPEN",
  TAKEN_UP = "TAKEN_UP",
  CLOSED = "CLOSED",
}

registerEnumType(IntroductionRequestState, {
  name: "IntroductionRequestState",
  description: "How far a request is, as the viewer can tell.",
  valuesConfig: {
    OPEN: {
      description:
        "It waits for the connector. To who asked, it reads so until it expires, whatever the connector did; an introduction that comes of it shows by itself.",
    },
    TAKEN_UP: { description: "The connector proposed an introduction. The connector alone reads it." },
    CLOSED: {
      description: "It expired or was taken back. To a connector who declined it, it reads so at once.",
    },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * Somebody asks a connector to be introduced. What the connector made of it is in columns that no policy or field of the
 * asker looks at.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "Somebody asks a connector to be introduced, to a person or to somebody whom they describe. For the two of them.",
})
@Entity("introduction_requests")
export class IntroductionRequest implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  askerId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  asker: Relation<Person>;

  @Field(() => String, { description: "What the asker was called when they asked. Plain text." })
  @Column({ type: "text" })
  askerName: string;

  @Column({ type: "uuid" })
  connectorId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  connector: Relation<Person>;

  @Field(() => String, { description: "What the connector was called then, as far as the asker could read it." })
  @Column({ type: "text" })
  connectorName: string;

  @Column({ type: "uuid", nullable: true })
  towardsId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  towards: Relation<Person> | null;

  @Field(() => String, {
    nullable: true,
    description: "What the person was called then whom the asker wants to meet; null where they describe somebody.",
  })
  @Column({ type: "text", nullable: true })
  towardsName: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Whom the asker looks for, in their words, at most 1,000 characters; null where they name a person.",
  })
  @Column({ type: "text", nullable: true })
  need: string | null;

  @Field(() => String, { description: "Why, for the connector. Plain text, at most 1,000 characters." })
  @Column({ type: "text" })
  reason: string;

  @Field(() => Date, { description: "When it was asked." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "Until when the connector may take it up." })
  @Column(instant)
  expiresAt: Date;

  /** Null where a block stood between two of the three: then it reaches nobody, for good. */
  @Column({ ...instant, nullable: true })
  askedAt: Date | null;

  @Column({ ...instant, nullable: true })
  withdrawnAt: Date | null;

  /** By the connector, who alone can tell. */
  @Column({ ...instant, nullable: true })
  declinedAt: Date | null;

  /** By the connector, who alone can tell: who asked sees the introduction once they are asked in it. */
  @Column({ ...instant, nullable: true })
  takenUpAt: Date | null;
}
