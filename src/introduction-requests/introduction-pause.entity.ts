import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Person } from "../people/person.entity.ts";

/** Somebody wants no introductions at present. No type of GraphQL: it reads as `Person.wantsIntroductions`. */
@Entity("introduction_pauses")
export class IntroductionPause {
  @PrimaryColumn({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column({ type: "timestamptz", precision: 3 })
  since: Date;
}
