import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";

/** How an app proves to be itself where codes and refresh tokens are exchanged. */
export enum AppKind {
  /** It cannot keep a secret (pages, telephones, command lines), so PKCE alone binds what it is given to it. */
  PUBLIC = "PUBLIC",
  /** A server that signs with a private key, of which we know the public half. */
  PRIVATE_KEY_JWT = "PRIVATE_KEY_JWT",
}

/** What the operator of this service thinks of an app. */
export enum AppReviewState {
  UNREVIEWED = "UNREVIEWED",
  REVIEWED = "REVIEWED",
  REFUSED = "REFUSED",
}

const instant = { type: "timestamptz", precision: 3 } as const;

/** A program of somebody else's that asks members for a part of what they may. A client, in the words of OAuth. */
@Entity("apps")
export class App {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  ownerId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  owner: Relation<Person>;

  @Column({ type: "text" })
  name: string;

  @Column({ type: "text" })
  kind: AppKind;

  @Column({ type: "text", nullable: true })
  websiteUrl: string | null;

  /** Where codes may be sent, compared letter by letter. */
  @Column({ type: "text", array: true })
  redirectUris: string[];

  /** Where a browser may be sent after signing out at an app's wish. */
  @Column({ type: "text", array: true })
  postLogoutRedirectUris: string[];

  /** Public halves only; null for apps that have no key. */
  @Column({ type: "jsonb", nullable: true })
  jwks: { readonly keys: readonly object[] } | null;

  @Column({ type: "integer" })
  pointsPerMinute: number;

  @Column({ type: "text" })
  reviewState: AppReviewState;

  @Column(instant)
  createdAt: Date;

  @Column(instant)
  updatedAt: Date;

  @Column({ type: "integer" })
  version: number;

  @Column({ ...instant, nullable: true })
  disabledAt: Date | null;
}
