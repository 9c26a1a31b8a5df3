import { Column, Entity, PrimaryColumn } from "typeorm";

/** A key that ID tokens are signed with. The private half is sealed with the service's secret. */
@Entity("oauth_signing_keys")
export class SigningKey {
  /** As ID tokens name it. */
  @PrimaryColumn({ type: "text" })
  kid: string;

  @Column({ type: "bytea" })
  sealedKey: Buffer;

  @Column({ type: "timestamptz", precision: 3 })
  createdAt: Date;

  /** It is published before, so that every app knows it when it is first used. */
  @Column({ type: "timestamptz", precision: 3 })
  signsFrom: Date;
}
