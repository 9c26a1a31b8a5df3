import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { ClosedBusiness } from "./closed-business.entity.ts";

/** That closed business is credited to somebody. Written with the report, for every giver of the chain. */
@Entity("closed_business_credits")
export class ClosedBusinessCredit {
  @PrimaryColumn({ type: "uuid" })
  closedBusinessId: string;

  @ManyToOne(() => ClosedBusiness, { onDelete: "NO ACTION" })
  @JoinColumn()
  closedBusiness: Relation<ClosedBusiness>;

  @PrimaryColumn({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  /** 1 for the giver of the referral, 2 for the giver of the one that it came from, and so on. */
  @Column({ type: "integer" })
  place: number;
}
