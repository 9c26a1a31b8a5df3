import { Field, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Encounter } from "./encounter.entity.ts";

/** One whom the author met: a person of the service, or a name that is nobody's but in this book. */
@ObjectType({ simpleResolvers: true, description: "One whom the viewer met." })
@Entity("encounter_people")
@Unique("nobody_is_named_twice_in_an_encounter", ["encounterId", "personId"])
export class EncounterPerson {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  encounterId: string;

  @ManyToOne(() => Encounter, { onDelete: "NO ACTION" })
  @JoinColumn()
  encounter: Relation<Encounter>;

  /** Place in the list, from 0. */
  @Column({ type: "integer" })
  place: number;

  @Column({ type: "uuid", nullable: true })
  personId: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person> | null;

  @Field(() => String, {
    nullable: true,
    description: "What the viewer calls somebody whom the service does not know: at most 100 characters.",
  })
  @Column({ type: "text", nullable: true })
  name: string | null;
}
