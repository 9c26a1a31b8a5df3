import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, PrimaryColumn, Unique } from "typeorm";
import { Node } from "../platform/node.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { URL as HttpUrl } from "../platform/scalars/url.ts";

/** Who may know of a group. */
export enum GroupVisibility {
  PUBLIC = "PUBLIC",
  UNLISTED = "UNLISTED",
  PRIVATE = "PRIVATE",
}

/** How one becomes a member. */
export enum JoinMode {
  OPEN = "OPEN",
  REQUEST = "REQUEST",
  INVITE_ONLY = "INVITE_ONLY",
}

/** Whom the roll of a meeting must account for. */
export enum ExpectedRule {
  MEMBERS = "MEMBERS",
  RSVP = "RSVP",
}

/** Who may read the names on a meeting's attendee list. */
export enum AttendeeListAudience {
  PUBLIC = "PUBLIC",
  SIGNED_IN = "SIGNED_IN",
  MEMBERS = "MEMBERS",
  ORGANISERS = "ORGANISERS",
}

registerEnumType(GroupVisibility, {
  name: "GroupVisibility",
  description: "Who may know of a group.",
  valuesConfig: {
    PUBLIC: { description: "Everybody; listed." },
    UNLISTED: { description: "Everybody who has its slug or ID; in no list but its members' own." },
    PRIVATE: { description: "Its members and those invited." },
  },
});
registerEnumType(JoinMode, {
  name: "JoinMode",
  description: "How one becomes a member of a group.",
  valuesConfig: {
    OPEN: { description: "By joining, at once." },
    REQUEST: { description: "By asking; an organiser approves." },
    INVITE_ONLY: { description: "By an invitation of an organiser." },
  },
});
registerEnumType(ExpectedRule, {
  name: "ExpectedRule",
  description: "Whom the roll of a meeting must account for. Nobody else is ever made absent.",
  valuesConfig: {
    MEMBERS: {
      description: "Everybody who was an active member when the meeting started; on leave counts as excused.",
    },
    RSVP: { description: "Everybody who said they would come." },
  },
});
registerEnumType(AttendeeListAudience, {
  name: "AttendeeListAudience",
  description: "Who may read the names of those going to a group's meetings. Organisers and hosts always may.",
  valuesConfig: {
    PUBLIC: { description: "Everybody, also without signing in." },
    SIGNED_IN: { description: "Whoever is signed in." },
    MEMBERS: { description: "Members of the group." },
    ORGANISERS: { description: "Organisers and hosts of the group only." },
  },
});

const instant = { type: "timestamptz", precision: 3 } as const;

/** People who meet regularly. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "People who meet regularly: a networking group. Seen by everybody, but a private one only by its members, and by whoever was asked in or asks to be let in.",
})
@Entity("groups")
@Unique("a_slug_names_one_group", ["slug"])
export class Group implements Node {
  @PrimaryColumn({ type: "uuid" })
  id: string;

  @Field(() => String, { description: "Unique and URL-safe. May change; earlier ones go on resolving." })
  @Column({ type: "text" })
  slug: string;

  @Field(() => String, { description: "Plain text, at most 120 characters." })
  @Column({ type: "text" })
  name: string;

  @Field(() => String, { nullable: true, description: "Plain text, line breaks kept, at most 10,000 characters." })
  @Column({ type: "text", nullable: true })
  description: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What a newcomer reads first: where to go, whom to ask for. Plain text, at most 5,000 characters.",
  })
  @Column({ type: "text", nullable: true })
  welcomeText: string | null;

  @Field(() => String, { nullable: true, description: "Town or city where it usually meets." })
  @Column({ type: "text", nullable: true })
  city: string | null;

  @Field(() => String, { nullable: true, description: "Region, state or county." })
  @Column({ type: "text", nullable: true })
  region: string | null;

  @Field(() => CountryCode, { nullable: true, description: "Country where it usually meets." })
  @Column({ type: "text", nullable: true })
  country: string | null;

  /** Degrees, WGS 84; GraphQL shows both as `coordinates`. */
  @Column({ type: "double precision", nullable: true })
  latitude: number | null;

  @Column({ type: "double precision", nullable: true })
  longitude: number | null;

  @Field(() => TimeZone, { description: "Time zone of its calendar, used for new meetings." })
  @Column({ type: "text" })
  timeZone: string;

  @Field(() => [LanguageTag], { description: "Languages spoken, at most 10." })
  @Column({ type: "text", array: true, default: [] })
  languages: string[];

  @Field(() => GroupVisibility, { description: "Who may know of it." })
  @Column({ type: "text" })
  visibility: GroupVisibility;

  @Field(() => JoinMode, { description: "How one becomes a member." })
  @Column({ type: "text" })
  joinMode: JoinMode;

  @Field(() => ExpectedRule, { description: "Whom the roll of its meetings must account for." })
  @Column({ type: "text" })
  expectedRule: ExpectedRule;

  @Field(() => AttendeeListAudience, { description: "Who may read the names of those going to its meetings." })
  @Column({ type: "text" })
  attendeeListAudience: AttendeeListAudience;

  @Field(() => HttpUrl, { nullable: true, description: "Its own site." })
  @Column({ type: "text", nullable: true })
  websiteUrl: string | null;

  @Field(() => HttpUrl, { nullable: true, description: "A picture for its page." })
  @Column({ type: "text", nullable: true })
  imageUrl: string | null;

  @Field(() => Date, { nullable: true, description: "When it was archived; its history stays readable." })
  @Column({ ...instant, nullable: true })
  archivedAt: Date | null;

  @Field(() => Date, { description: "When it was created here." })
  @Column(instant)
  createdAt: Date;

  @Field(() => Date, { description: "When it was last changed." })
  @Column(instant)
  updatedAt: Date;

  @Field(() => Int, { description: "Grows by one with each change; pass it back as `expectedVersion`." })
  @Column({ type: "integer", default: 1 })
  version: number;
}
