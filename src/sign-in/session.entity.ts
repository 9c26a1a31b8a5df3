import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** Days after its last use that a session ends by itself. */
export const SESSION_IDLE_DAYS_MAX = 30;
/** Days after signing in that a session ends, however much it is used. */
export const SESSION_DAYS_MAX = 180;
/** Length, in characters, of what a client calls itself. */
export const USER_AGENT_LENGTH_MAX = 300;

/** How somebody proved who they are. */
export enum SignInMethod {
  CODE = "CODE",
  LINK = "LINK",
  OPERATOR = "OPERATOR",
  PASSKEY = "PASSKEY",
}

registerEnumType(SignInMethod, {
  name: "SignInMethod",
  description: "How somebody proved who they are.",
  valuesConfig: {
    CODE: { description: "By the code of a mail." },
    LINK: { description: "By the link of a mail." },
    OPERATOR: { description: "On the operator's command line; never in production." },
    PASSKEY: { description: "By a passkey." },
  },
});

/**
 * One sign-in on one device, until it ends. The row holds a hash of the token: who reads the table can sign in as
 * nobody.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: `One sign-in on one device. Ends by itself ${SESSION_IDLE_DAYS_MAX} days after its last use, and at the latest ${SESSION_DAYS_MAX} days after signing in. Only the person themself sees it.`,
})
@Entity("sessions")
@Unique("a_token_opens_one_session", ["tokenHash"])
@Index("sessions_of_a_person", ["personId", "createdAt", "id"])
@Index("sessions_by_expiry", ["expiresAt"])
export class Session implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column({ type: "bytea" })
  tokenHash: Buffer;

  @Field(() => SignInMethod, { description: "How the person signed in." })
  @Column({ type: "text" })
  method: SignInMethod;

  @Field(() => String, { nullable: true, description: "What the client called itself, at most 300 characters." })
  @Column({ type: "text", nullable: true })
  userAgent: string | null;

  @Field(() => Date, { description: "When the person signed in." })
  @Column({ type: "timestamptz", precision: 3 })
  createdAt: Date;

  @Field(() => Date, { description: "When the session was last used, exact to five minutes." })
  @Column({ type: "timestamptz", precision: 3 })
  lastSeenAt: Date;

  @Field(() => Date, { description: "When the session ends at the latest." })
  @Column({ type: "timestamptz", precision: 3 })
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: "When it was ended by signing out; null while it was not." })
  @Column({ type: "timestamptz", precision: 3, nullable: true })
  endedAt: Date | null;
}
