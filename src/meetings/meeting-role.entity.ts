import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from "typeorm";
import { Person } from "../people/person.entity.ts";
import { Meeting } from "./meeting.entity.ts";

/** What somebody does at one meeting. */
export enum MeetingRoleKind {
  HOST = "HOST",
  SPEAKER = "SPEAKER",
}

registerEnumType(MeetingRoleKind, {
  name: "MeetingRoleKind",
  description: "What somebody does at one meeting.",
  valuesConfig: {
    HOST: { description: "Welcomes people at this meeting." },
    SPEAKER: { description: "Speaks at this meeting." },
  },
});

/** A host or speaker of one meeting. It grants no right; a membership's role does. */
@ObjectType({ simpleResolvers: true, description: "A host or speaker of one meeting." })
@Entity("meeting_roles")
@Unique("one_role_of_a_kind_per_person_and_meeting", ["meetingId", "personId", "role"])
export class MeetingRole {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  meetingId: string;

  @ManyToOne(() => Meeting, { onDelete: "NO ACTION" })
  @JoinColumn()
  meeting: Relation<Meeting>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Field(() => MeetingRoleKind, { description: "What the person does." })
  @Column({ type: "text" })
  role: MeetingRoleKind;

  @Field(() => Boolean, { description: "Whether the person, when going, takes one of the meeting's seats." })
  @Column({ type: "boolean", default: true })
  takesSeat: boolean;

  /** Place in the order that the organiser gave, from 0. */
  @Column({ type: "integer" })
  position: number;
}
