import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { ApiScope } from "../groups/api-scope.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";

/** Longest name of a key, in characters. */
export const KEY_NAME_LENGTH_MAX = 80;
/** Most groups that one key covers. */
export const KEY_GROUPS_MAX = 20;
/** Most origins whose pages may use one key. */
export const KEY_ORIGINS_MAX = 20;

/** What a key may be used for. */
export enum ApiKeyKind {
  PUBLISHABLE = "PUBLISHABLE",
  SECRET = "SECRET",
}

registerEnumType(ApiKeyKind, {
  name: "ApiKeyKind",
  description: "What a key may be used for.",
  valuesConfig: {
    PUBLISHABLE: {
      description:
        "For the pages of listed origins: reads what everybody may read, with a rate of its own, and changes nothing.",
    },
    SECRET: {
      description:
        "For a server, never for a page: reads beside that what its scopes say of its groups, and changes nothing.",
    },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * A credential of one or several groups. It belongs to them and not to whoever made it, so that it goes on when that
 * person leaves. Of its secret only a hash is kept, elsewhere.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A key with which a site or a service asks on behalf of groups. Belongs to the groups, not to whoever made it. Seen by organisers and owners of a group that it covers.",
})
@Entity("api_keys")
export class ApiKey implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Field(() => ApiKeyKind, { description: "What it may be used for." })
  @Column({ type: "text" })
  kind: ApiKeyKind;

  @Field(() => String, { description: "What it is for, in its makers' words: one line of at most 80 characters." })
  @Column({ type: "text" })
  name: string;

  @Field(() => String, {
    description: "How its present secret begins, so that it can be told from others: 12 characters.",
  })
  @Column({ type: "text" })
  prefix: string;

  @Field(() => [ApiScope], { description: "What a secret key may read of its groups; empty for a publishable one." })
  @Column({ type: "text", array: true })
  scopes: ApiScope[];

  @Field(() => [String], {
    description:
      "Origins whose pages may use it, such as `https://www.example.org`; at most 20. None for a secret key.",
  })
  @Column({ type: "text", array: true })
  allowedOrigins: string[];

  @Field(() => Int, { description: "Points that fit into its own bucket; they drain out in a minute." })
  @Column({ type: "integer" })
  pointsPerMinute: number;

  @Field(() => Date, { description: "When it was made." })
  @Column(instant)
  createdAt: Date;

  @Column({ type: "uuid" })
  createdById: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  createdBy: Relation<Person>;

  @Field(() => Date, { nullable: true, description: "When it was last given a new secret; null if never." })
  @Column({ ...instant, nullable: true })
  rotatedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: "Until when secrets from before it was rotated go on working; null if it never was.",
  })
  @Column({ ...instant, nullable: true })
  formerSecretsEndAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When it ends by itself; null if it does not." })
  @Column({ ...instant, nullable: true })
  expiresAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When it was revoked; null while it was not." })
  @Column({ ...instant, nullable: true })
  revokedAt: Date | null;

  @Field(() => Date, { nullable: true, description: "When it was last used, exact to five minutes; null if never." })
  @Column({ ...instant, nullable: true })
  lastUsedAt: Date | null;
}
