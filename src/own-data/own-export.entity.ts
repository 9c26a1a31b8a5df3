import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** Everything about somebody, made when they asked for it and kept until it runs out. No type of GraphQL. */
@Entity("own_exports")
@Unique("one_own_export_per_token", ["tokenHash"])
export class OwnExport {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column(instant)
  requestedAt: Date;

  /** Null until it is made; so are the two below. */
  @Column({ ...instant, nullable: true })
  madeAt: Date | null;

  /** SHA-256 of the token that the mail holds. */
  @Column({ type: "bytea", nullable: true })
  tokenHash: Buffer | null;

  /** The ZIP. */
  @Column({ type: "bytea", nullable: true })
  bytes: Buffer | null;

  @Column(instant)
  expiresAt: Date;
}
