import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Encounter } from "./encounter.entity.ts";

/**
 * A talk of two on one day, whichever of them wrote it down: there is one row, and it counts once. Who reads of it is
 * the author of either encounter, and nothing but whether there are two.
 */
@Entity("one_to_ones")
@Unique("one_talk_of_two_people_on_a_day", ["personLowId", "personHighId", "metOn"])
@Unique("an_encounter_of_the_lesser_is_one_talk", ["lowEncounterId"])
@Unique("an_encounter_of_the_greater_is_one_talk", ["highEncounterId"])
export class OneToOne {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personLowId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  personLow: Relation<Person>;

  @Column({ type: "uuid" })
  personHighId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  personHigh: Relation<Person>;

  @Column({ type: "date" })
  metOn: string;

  /** As the person with the lesser key wrote it down. */
  @Column({ type: "uuid", nullable: true })
  lowEncounterId: string | null;

  @ManyToOne(() => Encounter, { onDelete: "NO ACTION" })
  @JoinColumn()
  lowEncounter: Relation<Encounter> | null;

  @Column({ type: "uuid", nullable: true })
  highEncounterId: string | null;

  @ManyToOne(() => Encounter, { onDelete: "NO ACTION" })
  @JoinColumn()
  highEncounter: Relation<Encounter> | null;
}
