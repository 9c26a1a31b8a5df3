import { Column, Entity, Index, PrimaryColumn, Unique } from "typeorm";

/** Minutes for which the code and the link of one mail are good. */
export const CHALLENGE_MINUTES_MAX = 10;
/** Wrong codes after which a challenge is dead, even for the right one. */
export const CODE_ATTEMPTS_MAX = 5;
export const CODE_DIGITS = 8;
/** Length, in characters, of a code as people type it, with what they put between its digits. */
export const CODE_LENGTH_MAX = 32;

/** What an answered challenge proves its answerer to be able to do. */
export enum ChallengePurpose {
  SIGN_IN = "SIGN_IN",
  LEAVE_ADDRESS = "LEAVE_ADDRESS",
  TAKE_ADDRESS = "TAKE_ADDRESS",
  ERASE = "ERASE",
}

/**
 * A code and a link that were mailed to an address, of which the row holds hashes. At most one is open for an address
 * and purpose: a new one cancels the old.
 */
@Entity("sign_in_challenges")
@Unique("a_link_answers_one_challenge", ["linkHash"])
@Index("one_open_challenge_an_address", ["email", "purpose"], {
  unique: true,
  where: "used_at is null and cancelled_at is null",
})
@Index("sign_in_challenges_by_expiry", ["expiresAt"])
export class SignInChallenge {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "text" })
  purpose: ChallengePurpose;

  /** Normalised. */
  @Column({ type: "text" })
  email: string;

  /** Keyed, and bound to this challenge: eight digits are soon guessed by whoever has an unkeyed hash. */
  @Column({ type: "bytea" })
  codeMac: Buffer;

  /** Null for challenges that only a code answers. */
  @Column({ type: "bytea", nullable: true })
  linkHash: Buffer | null;

  /** Ties the link to the browser or app that asked for it. */
  @Column({ type: "bytea", nullable: true })
  browserHash: Buffer | null;

  /** Codes tried so far; counted before they are compared. */
  @Column({ type: "integer", default: 0 })
  attempts: number;

  @Column({ type: "timestamptz", precision: 3 })
  createdAt: Date;

  @Column({ type: "timestamptz", precision: 3 })
  expiresAt: Date;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  usedAt: Date | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  cancelledAt: Date | null;
}
