import { Column, Entity, PrimaryColumn } from "typeorm";

/**
 * A live connection as one of its two people has it; each has two rows. Written by triggers of connections, in their
 * transaction, so that paths look at one index; warmth grows by the job that counts what the two did together.
 */
@Entity("ties")
export class Tie {
  @PrimaryColumn({ type: "uuid" })
  personId: string;

  @PrimaryColumn({ type: "uuid" })
  otherId: string;

  /** Both of them let others find a way by it. Only then does anybody else learn of it. */
  @Column({ type: "boolean" })
  isOpen: boolean;

  /** What they did together, each fact at its worth on its day; `strengthOf` says what that is worth on another day. */
  @Column({ type: "double precision" })
  warmth: number;
}
