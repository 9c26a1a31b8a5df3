import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { App } from "./app.entity.ts";
import { ConnectedApp } from "./connected-app.entity.ts";

/**
 * A code, token, session or interaction of the OAuth server. Named by the hash of what its holder has, which stands
 * nowhere in the row: who reads the table gets in nowhere.
 */
@Entity("oauth_artifacts")
export class OauthArtifact {
  /** As the server's library calls it, such as `AccessToken`. */
  @PrimaryColumn({ type: "text" })
  kind: string;

  @PrimaryColumn({ type: "bytea" })
  idHash: Buffer;

  /** What the library wants to have back, without the id. */
  @Column({ type: "jsonb" })
  payload: Readonly<Record<string, unknown>>;

  @Column({ type: "uuid", nullable: true })
  grantId: string | null;

  @ManyToOne(() => ConnectedApp, { onDelete: "NO ACTION" })
  @JoinColumn()
  grant: Relation<ConnectedApp> | null;

  @Column({ type: "uuid", nullable: true })
  personId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person> | null;

  @Column({ type: "uuid", nullable: true })
  appId: string | null;

  @ManyToOne(() => App, { onDelete: "NO ACTION" })
  @JoinColumn()
  app: Relation<App> | null;

  /** A second name of sessions, which opens nothing. */
  @Column({ type: "text", nullable: true })
  uid: string | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  consumedAt: Date | null;

  @Column({ type: "timestamptz", precision: 3 })
  expiresAt: Date;
}
