import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";

/** Seconds for which a device may answer, at most. */
export const CHALLENGE_SECONDS_MAX = 300;

/** What an answered challenge permits. */
export enum PasskeyPurpose {
  REGISTER = "REGISTER",
  SIGN_IN = "SIGN_IN",
}

/** Random bytes that a device is to sign: once, whether the answer is right or wrong. */
@Entity("passkey_challenges")
@Index("passkey_challenges_by_expiry", ["expiresAt"])
@Index("passkey_challenges_of_a_person", ["personId"])
export class PasskeyChallenge {
  @PrimaryColumn({ type: "bytea" })
  hash: Buffer;

  @Column({ type: "text" })
  purpose: PasskeyPurpose;

  /** Who registers; null for who signs in, since nobody knows yet who that is. */
  @Column({ type: "uuid", nullable: true })
  personId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person> | null;

  @Column({ type: "timestamptz", precision: 3 })
  expiresAt: Date;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  usedAt: Date | null;
}
