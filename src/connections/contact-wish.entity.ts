import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";

/**
 * Somebody has an address in a book of theirs, and would like to be connected with whoever it belongs to. The address
 * itself is kept nowhere: it is somebody else's, who may not be here.
 */
@Entity("contact_wishes")
export class ContactWish {
  @PrimaryColumn({ type: "uuid" })
  ownerId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  owner: Relation<Person>;

  /** Keyed hash of the address as `normaliseEmail` gives it. */
  @PrimaryColumn({ type: "bytea" })
  addressHash: Buffer;

  @Column({ type: "timestamptz", precision: 3 })
  wishedAt: Date;
}
