import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";

/** Longest name that an issuer has for somebody, in characters. */
export const SUBJECT_LENGTH_MAX = 255;

const instant = { type: "timestamptz", precision: 3 } as const;

/** That whom an issuer calls so is this person: said by the operator, never concluded from an address. */
@Entity("identities")
@Unique("a_subject_of_an_issuer_is_one_person", ["issuer", "subject"])
@Index("identities_of_a_person", ["personId"])
export class Identity {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "text" })
  issuer: string;

  @Column({ type: "text" })
  subject: string;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column(instant)
  linkedAt: Date;

  /** Since when nobody comes in by it, whatever the issuer says; null while they do. */
  @Column({ ...instant, nullable: true })
  suspendedAt: Date | null;
}
