import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, Exclusion, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { MembershipRole } from "../groups/membership.entity.ts";
import { Person } from "../people/person.entity.ts";
import { Node } from "../platform/node.ts";
import { LocalDate } from "../platform/scalars/local-date.ts";

/** Longest title of an office, in characters. */
export const ROLE_TITLE_LENGTH_MAX = 60;

/** Why a part of a hand-over came to nothing on its day. */
export enum RoleTermRefusal {
  NO_MEMBER = "NO_MEMBER",
  OWNER_MISSING = "OWNER_MISSING",
  GIVER_NO_OWNER = "GIVER_NO_OWNER",
  GROUP_ARCHIVED = "GROUP_ARCHIVED",
}

registerEnumType(RoleTermRefusal, {
  name: "RoleTermRefusal",
  description: "Why a part of a hand-over came to nothing on its day.",
  valuesConfig: {
    NO_MEMBER: { description: "The person was no member any more." },
    OWNER_MISSING: { description: "It would have left the group without an owner." },
    GIVER_NO_OWNER: { description: "Whoever planned it did not own the group any more." },
    GROUP_ARCHIVED: { description: "The group was archived." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * That somebody was given a role, with or without a title, from a day on. What was handed over stays readable for ever;
 * what a membership permits follows from its role alone, which an act brings in line.
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "That somebody was handed a role in a group, with or without a title, from a day on. For members of the group; what is still to come, and what came to nothing, for organisers and owners.",
})
@Entity("role_terms")
@Exclusion("one_owner_term_at_a_time", "using gist")
@Exclusion("one_term_of_a_person_and_title_at_a_time", "using gist")
export class RoleTerm implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Column({ type: "uuid" })
  groupId: string;

  @ManyToOne(() => Group, { onDelete: "NO ACTION" })
  @JoinColumn()
  group: Relation<Group>;

  @Column({ type: "uuid" })
  personId: string;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  person: Relation<Person>;

  @Field(() => MembershipRole, { description: "What it permits." })
  @Column({ type: "text" })
  role: MembershipRole;

  @Field(() => String, {
    nullable: true,
    description:
      "What the group calls it, such as “treasurer”: at most 60 characters. Null for a role without a title.",
  })
  @Column({ type: "text", nullable: true })
  title: string | null;

  @Field(() => LocalDate, { description: "First day, by the calendar of the group's time zone." })
  @Column({ type: "date" })
  startsOn: string;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "The day on which the next hand-over is foreseen. Nothing ends by itself then: a role is held until it is handed on.",
  })
  @Column({ type: "date", nullable: true })
  endsOn: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: "First day on which it was held no more; null while it is held, and for what never was.",
  })
  @Column({ type: "date", nullable: true })
  endedOn: string | null;

  @Column({ type: "uuid", nullable: true })
  givenById: string | null;

  @ManyToOne(() => Person, { onDelete: "NO ACTION" })
  @JoinColumn()
  givenBy: Relation<Person> | null;

  @Field(() => Date, { description: "When it was given or planned." })
  @Column(instant)
  givenAt: Date;

  @Field(() => Date, {
    nullable: true,
    description: "When it took effect; null for what is to come, and for what came to nothing.",
  })
  @Column({ ...instant, nullable: true })
  takenUpAt: Date | null;

  @Field(() => RoleTermRefusal, { nullable: true, description: "Why it came to nothing on its day." })
  @Column({ type: "text", nullable: true })
  refusal: RoleTermRefusal | null;
}
