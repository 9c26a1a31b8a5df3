import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { App } from "./app.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * What a member lets an app do in their name, until they take it back. At most one of a member and an app is live; all
 * tokens of the app for that member hang on it, on whatever device they are.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "What a member lets an app of somebody else's do in their name, until they take it back. Only the member sees it.",
})
@Entity("app_grants")
export class ConnectedApp implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column({ type: "uuid" })
  appId: string;

  @ManyToOne(() => App, { onDelete: "NO ACTION" })
  @JoinColumn()
  app: Relation<App>;

  @Field(() => [String], { description: "What it may, in the words of OAuth, such as `profile:read`." })
  @Column({ type: "text", array: true })
  scopes: string[];

  /** What the app asked for and the member did not give; not asked again, unless the app wants the page shown. */
  @Column({ type: "text", array: true })
  declinedScopes: string[];

  /** Groups beyond which the app sees nothing of groups; null for all of the member's, also those still to come. */
  @Column({ type: "uuid", array: true, nullable: true })
  groupIds: string[] | null;

  @Field(() => Date, { description: "When the member first said yes." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "When the member last said yes on the page of consent." })
  @Column(instant)
  consentedAt: Date;

  @Field(() => Date, { nullable: true, description: "When the member last took a part of it back; null if never." })
  @Column({ ...instant, nullable: true })
  narrowedAt: Date | null;

  @Field(() => Date, { description: "When the member is asked again." })
  @Column(instant)
  expiresAt: Date;

  @Column({ ...instant, nullable: true })
  endedAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When the app last asked, exact to five minutes; null if never." })
  @Column({ ...instant, nullable: true })
  lastUsedAt: Date | null;
}
