import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { ApiKey } from "./api-key.entity.ts";

/** A secret of a key, as a hash. Several work at once while the key is being rotated. */
@Entity("api_key_secrets")
export class ApiKeySecret {
  @PrimaryColumn({ type: "bytea" })
  hash: Buffer;

  @Column({ type: "uuid" })
  keyId: string;

  @ManyToOne(() => ApiKey, { onDelete: "NO ACTION" })
  @JoinColumn()
  key: Relation<ApiKey>;

  /** When this one ends before its key does; null for the present one. */
  @Column({ type: "timestamptz", precision: 3, nullable: true })
  endsAt: Date | null;
}
