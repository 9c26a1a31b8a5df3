import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn, Unique } from "typeorm";
import { Node } from "../platform/node.ts";
import { Audience } from "./audience.ts";

const audience = (standard: Audience) => ({ type: "text", default: standard }) as const;
const instant = { type: "timestamptz", precision: 3 } as const;

/**
 * A human known to the service, with or without an account. What they publish of themself stands in
 * the same row, each part with its audience, so that one look tells who may read it; GraphQL shows it
 * as `profile` and `contact` (`person.reads.ts`).
 */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A human known to the service: a member, a visitor or an organiser, depending on the group. Seen by everybody once they have an account; before that by those who keep a record of them, by fellow members and connections. Never across a block, but by those who organise a group of theirs.",
})
@Entity("people")
@Unique("an_address_is_one_person", ["email"])
export class Person implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  /** Normalised (`normaliseEmail`); the key by which a walk-in becomes the same person at their first sign-in. */
  @Column({ type: "text", nullable: true })
  email: string | null;

  /** When the person first proved the address by signing in; null means there is no account yet. */
  @Column({ ...instant, nullable: true })
  emailVerifiedAt: Date | null;

  /** E.164. */
  @Column({ type: "text", nullable: true })
  phone: string | null;

  @Column({ type: "text" })
  displayName: string;

  @Column({ type: "text", nullable: true })
  headline: string | null;

  @Column({ type: "text", nullable: true })
  story: string | null;

  @Column({ type: "text", nullable: true })
  company: string | null;

  @Column({ type: "text", nullable: true })
  jobTitle: string | null;

  @Column({ type: "text", nullable: true })
  profession: string | null;

  @Column({ type: "text", nullable: true })
  industry: string | null;

  @Column({ type: "text", nullable: true })
  city: string | null;

  @Column({ type: "text", nullable: true })
  region: string | null;

  /** ISO 3166-1 alpha-2. */
  @Column({ type: "text", nullable: true })
  country: string | null;

  @Column({ type: "double precision", nullable: true })
  latitude: number | null;

  @Column({ type: "double precision", nullable: true })
  longitude: number | null;

  /** BCP 47 tags. */
  @Column({ type: "text", array: true, default: [] })
  languages: string[];

  @Column({ type: "text", nullable: true })
  timeZone: string | null;

  @Column({ type: "text", array: true, default: [] })
  links: string[];

  @Column({ type: "text", nullable: true })
  avatarUrl: string | null;

  @Column(audience(Audience.PUBLIC))
  displayNameAudience: Audience;

  @Column(audience(Audience.PUBLIC))
  headlineAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  storyAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  companyAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  jobTitleAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  professionAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  industryAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  placeAudience: Audience;

  @Column(audience(Audience.NOBODY))
  coordinatesAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  languagesAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  timeZoneAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  linksAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  topicsAudience: Audience;

  @Column(audience(Audience.GROUPS_IN_COMMON))
  avatarAudience: Audience;

  @Column(audience(Audience.ORGANISERS))
  emailAudience: Audience;

  @Column(audience(Audience.ORGANISERS))
  phoneAudience: Audience;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether they wish to stand on attendee lists that others can read. Only the person themself sees it.",
  })
  @Column({ type: "boolean", default: true })
  listedAsAttendee: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether apps of fellow members may read what the person shows those members. Only the person themself sees it.",
  })
  @Column({ type: "boolean", default: false })
  allowsFellowMembersApps: boolean;

  @Field(() => Date, {
    nullable: true,
    description: "When the service first heard of this person. Only the person themself sees it.",
  })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, {
    nullable: true,
    description: "When they last changed their profile. Only the person themself sees it.",
  })
  @Column(instant)
  updatedAt: Date;

  /** When everything that told who this is was erased; what stays holds the place of somebody in others' books. */
  @Column({ ...instant, nullable: true })
  erasedAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: "Grows by one with each change; pass it back as `expectedVersion`. Only the person themself sees it.",
  })
  @Column({ type: "integer", default: 1 })
  version: number;
}
