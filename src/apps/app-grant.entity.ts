import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { App } from "./app.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * What a member lets an app do in their name, until they take it back. At most one of a member and an app is live; all
 * tokens of the app for that member hang on it, on whatever device they are.
 */
@Entity("app_grants")
export class AppGrant {
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

  @Column({ type: "text", array: true })
  scopes: string[];

  /** What the app asked for and the member did not give; not asked again, unless the app wants the page shown. */
  @Column({ type: "text", array: true })
  declinedScopes: string[];

  /** Groups beyond which the app sees nothing of groups; null for all of the member's, also those still to come. */
  @Column({ type: "uuid", array: true, nullable: true })
  groupIds: string[] | null;

  @Column(instant)
  createdAt: Date;

  /** When the member last said what it may. */
  @Column(instant)
  consentedAt: Date;

  @Column({ ...instant, nullable: true })
  narrowedAt: Date | null;

  @Column(instant)
  expiresAt: Date;

  @Column({ ...instant, nullable: true })
  endedAt: Date | null;

  @Column({ ...instant, nullable: true })
  lastUsedAt: Date | null;
}
