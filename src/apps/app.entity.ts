import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { URL } from "../platform/scalars/url.ts";

/** Longest name of an app, in characters. */
export const APP_NAME_LENGTH_MAX = 80;

/** How an app proves to be itself where codes and refresh tokens are exchanged. */
export enum AppKind {
  PUBLIC = "PUBLIC",
  PRIVATE_KEY_JWT = "PRIVATE_KEY_JWT",
}

registerEnumType(AppKind, {
  name: "AppKind",
  description: "How an app proves to be itself where codes and refresh tokens are exchanged.",
  valuesConfig: {
    PUBLIC: {
      description:
        "It cannot keep a secret (a page, a telephone, a command line): PKCE alone binds what it is given to it.",
    },
    PRIVATE_KEY_JWT: { description: "A server that signs with a private key, of which we know the public half." },
  },
});

/** What the operator of this service thinks of an app. */
export enum AppReviewState {
  UNREVIEWED = "UNREVIEWED",
  REVIEWED = "REVIEWED",
  REFUSED = "REFUSED",
}

registerEnumType(AppReviewState, {
  name: "AppReviewState",
  description: "What the operator of this service thinks of an app.",
  valuesConfig: {
    UNREVIEWED: { description: "Not looked at yet, or changed since. It works, and members are warned." },
    REVIEWED: { description: "Looked at, and found to be what it says." },
    REFUSED: { description: "It may not ask anybody for anything." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** A program of somebody else's that asks members for a part of what they may. A client, in the words of OAuth. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A program that asks members for a part of what they may; a client, in the words of OAuth. Its ID is the `client_id`. Only who registered it sees it.",
})
@Entity("apps")
export class App implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  ownerId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  owner: Relation<Person>;

  @Field(() => String, { description: "What members are told it is called: one line of at most 80 characters." })
  @Column({ type: "text" })
  name: string;

  @Field(() => AppKind, { description: "How it proves to be itself." })
  @Column({ type: "text" })
  kind: AppKind;

  @Field(() => URL, { nullable: true, description: "Its home, which members are told." })
  @Column({ type: "text", nullable: true })
  websiteUrl: string | null;

  @Field(() => [String], {
    description: "Where codes may be sent, letter by letter; of a loopback address the port may differ. At most 10.",
  })
  @Column({ type: "text", array: true })
  redirectUris: string[];

  @Field(() => [String], {
    description: "Where a browser may be sent after it signed out at the wish of the app; at most 10.",
  })
  @Column({ type: "text", array: true })
  postLogoutRedirectUris: string[];

  /** Public halves only; null for apps that have no key. */
  @Column({ type: "jsonb", nullable: true })
  jwks: { readonly keys: readonly object[] } | null;

  @Column({ type: "integer" })
  pointsPerMinute: number;

  @Field(() => AppReviewState, { description: "What the operator of this service thinks of it." })
  @Column({ type: "text" })
  reviewState: AppReviewState;

  @Field(() => Date, { description: "When it was registered." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "When it was last changed." })
  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Raised with every change; give it back as `expectedVersion`." })
  @Column({ type: "integer" })
  version: number;

  @Field(() => Date, { nullable: true, description: "When it was disabled; null while it was not." })
  @Column({ ...instant, nullable: true })
  disabledAt: Date | null;
}
