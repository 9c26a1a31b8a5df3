import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import type { IntroductionAnswer } from "./introduction-side.entity.ts";
import { type ContactDetail, IntroductionSide } from "./introduction-side.entity.ts";

const instant = { type: "timestamptz", precision: 3 } as const;

/** One answer of one side, for ever: a trigger refuses to change or delete it. No type of GraphQL. */
@Entity("introduction_consents")
export class IntroductionConsent {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  sideId: string;

  @ManyToOne(() => IntroductionSide, { onDelete: "NO ACTION" })
  @JoinColumn()
  side: Relation<IntroductionSide>;

  @Column({ type: "text" })
  answer: IntroductionAnswer;

  /** What they let pass with it. */
  @Column({ type: "text", array: true })
  shares: ContactDetail[];

  @Column({ ...instant, nullable: true })
  laterUntil: Date | null;

  /** By the link of a mail, without an account. */
  @Column({ type: "boolean" })
  byLink: boolean;

  @Column(instant)
  givenAt: Date;
}
