import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Topic } from "../topics/topic.entity.ts";
import { Person } from "./person.entity.ts";

/** A topic that a person is interested in. */
@Entity("person_topics")
export class PersonTopic {
  @PrimaryColumn({ type: "uuid" })
  personId: string;

  @PrimaryColumn({ type: "uuid" })
  topicId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @ManyToOne(() => Topic, { onDelete: "NO ACTION" })
  @JoinColumn()
  topic: Relation<Topic>;
}
