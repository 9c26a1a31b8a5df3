import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { App } from "../apps/app.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";

/** The parts of `Person.contact`. */
export enum ContactField {
  EMAIL = "EMAIL",
  PHONE = "PHONE",
}

registerEnumType(ContactField, {
  name: "ContactField",
  description: "A part of `Person.contact`.",
  valuesConfig: {
    EMAIL: { description: "The e-mail address of their profile." },
    PHONE: { description: "The telephone of their profile." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** That somebody read a person's contact details: one row for each reader, way of asking, and day. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "That somebody was shown contact details of a person, by themself or through an app: all such reads of one day (UTC) together. Only the person whose details they are sees it.",
})
@Entity("contact_reads")
export class ContactRead implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Column({ type: "uuid" })
  readerId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  reader: Relation<Person>;

  /** The app that asked for the reader; null for somebody who asked by themself. */
  @Column({ type: "uuid", nullable: true })
  appId: string | null;

  @ManyToOne(() => App, { onDelete: "NO ACTION", nullable: true })
  @JoinColumn()
  app: Relation<App> | null;

  @Field(() => LocalDate, { description: "The day, in UTC." })
  @Column({ type: "date" })
  readOn: string;

  @Field(() => [ContactField], { description: "What was shown on that day." })
  @Column({ type: "text", array: true })
  details: ContactField[];

  @Field(() => Int, { description: "How many answers of that day showed some of it." })
  @Column({ type: "integer" })
  times: number;

  @Field(() => Date, { description: "The first of them." })
  @Column(instant)
  firstReadAt: Date;

  @Field(() => Date, { description: "The last of them." })
  @Column(instant)
  lastReadAt: Date;
}
