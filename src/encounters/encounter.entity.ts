import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";

/** Longest words for a place, in characters. */
export const PLACE_LENGTH_MAX = 200;
/** Longest note, in characters. */
export const NOTE_LENGTH_MAX = 4_000;
/** How many people one encounter names at most. */
export const PEOPLE_MET_MAX = 20;

/** In what surroundings people met. */
export enum EncounterSetting {
  MEETING = "MEETING",
  ONE_TO_ONE = "ONE_TO_ONE",
  ONLINE = "ONLINE",
  SPORT = "SPORT",
  NEIGHBOURHOOD = "NEIGHBOURHOOD",
  WORK = "WORK",
  OTHER = "OTHER",
}

registerEnumType(EncounterSetting, {
  name: "EncounterSetting",
  description: "In what surroundings people met.",
  valuesConfig: {
    MEETING: { description: "At a meeting, of a group here or of others." },
    ONE_TO_ONE: { description: "A talk of two." },
    ONLINE: { description: "On a screen." },
    SPORT: { description: "At a game, in a gym, on a run." },
    NEIGHBOURHOOD: { description: "Around where they live." },
    WORK: { description: "At work, or by way of it." },
    OTHER: { description: "Anywhere else." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * Somebody wrote down whom they met. It stands in their own book: nobody else sees it, whom it names least of all. Two
 * who write down the same one-to-one are told that both did, and nothing else of what the other wrote.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "What the viewer wrote down of meeting somebody. It stands in their own book: nobody else sees it.",
})
@Entity("encounters")
export class Encounter implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  authorId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  author: Relation<Person>;

  @Field(() => EncounterSetting, { description: "In what surroundings." })
  @Column({ type: "text" })
  setting: EncounterSetting;

  @Field(() => LocalDate, { description: "On which day, as it was there." })
  @Column({ type: "date" })
  metOn: string;

  @Field(() => String, { nullable: true, description: "Where, in words: at most 200 characters." })
  @Column({ type: "text", nullable: true })
  place: string | null;

  @Field(() => String, { nullable: true, description: "What is to be remembered of it: at most 4,000 characters." })
  @Column({ type: "text", nullable: true })
  note: string | null;

  @Column({ type: "uuid", nullable: true })
  meetingId: string | null;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting> | null;

  @Field(() => Boolean, {
    description:
      "Of a one-to-one: the viewer would like to be connected, if the other writes down the same and wishes it too. The other does not see it.",
  })
  @Column({ type: "boolean", default: false })
  wishesConnection: boolean;

  @Field(() => Date, { description: "When it was written down." })
  @Column(instant)
  createdAt: Date;

  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Grows by one with each change; pass it back as `expectedVersion`." })
  @Column({ type: "integer", default: 1 })
  version: number;
}
