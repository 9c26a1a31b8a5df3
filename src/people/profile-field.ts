import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Audience } from "./audience.ts";
import type { Person } from "./person.entity.ts";

/** The parts of what a person publishes, each with an audience of its own. */
export enum ProfileField {
  DISPLAY_NAME = "DISPLAY_NAME",
  HEADLINE = "HEADLINE",
  STORY = "STORY",
  COMPANY = "COMPANY",
  JOB_TITLE = "JOB_TITLE",
  PROFESSION = "PROFESSION",
  INDUSTRY = "INDUSTRY",
  PLACE = "PLACE",
  COORDINATES = "COORDINATES",
  LANGUAGES = "LANGUAGES",
  TIME_ZONE = "TIME_ZONE",
  LINKS = "LINKS",
  TOPICS = "TOPICS",
  AVATAR = "AVATAR",
  EMAIL = "EMAIL",
  PHONE = "PHONE",
}

registerEnumType(ProfileField, {
  name: "ProfileField",
  description: "Parts of a profile that have an audience of their own.",
  valuesConfig: {
    DISPLAY_NAME: { description: "`MemberProfile.displayName`; public to begin with." },
    HEADLINE: { description: "`MemberProfile.headline`; public to begin with." },
    STORY: { description: "`MemberProfile.story`." },
    COMPANY: { description: "`MemberProfile.company`." },
    JOB_TITLE: { description: "`MemberProfile.jobTitle`." },
    PROFESSION: { description: "`MemberProfile.profession`." },
    INDUSTRY: { description: "`MemberProfile.industry`." },
    PLACE: { description: "City, region and country together." },
    COORDINATES: { description: "`MemberPlace.coordinates`; shown to nobody to begin with." },
    LANGUAGES: { description: "`MemberProfile.languages`." },
    TIME_ZONE: { description: "`MemberProfile.timeZone`." },
    LINKS: { description: "`MemberProfile.links`." },
    TOPICS: { description: "`MemberProfile.topics`." },
    AVATAR: { description: "`MemberProfile.avatarUrl`." },
    EMAIL: { description: "`MemberContact.email`; shown to organisers to begin with." },
    PHONE: { description: "`MemberContact.phone`; shown to organisers to begin with." },
  },
});

/** Columns that hold an audience. */
export type AudienceColumn = keyof Person & `${string}Audience`;

/** Where the audience of each part is kept. */
export const AUDIENCE_COLUMNS: Readonly<Record<ProfileField, AudienceColumn>> = {
  DISPLAY_NAME: "displayNameAudience",
  HEADLINE: "headlineAudience",
  STORY: "storyAudience",
  COMPANY: "companyAudience",
  JOB_TITLE: "jobTitleAudience",
  PROFESSION: "professionAudience",
  INDUSTRY: "industryAudience",
  PLACE: "placeAudience",
  COORDINATES: "coordinatesAudience",
  LANGUAGES: "languagesAudience",
  TIME_ZONE: "timeZoneAudience",
  LINKS: "linksAudience",
  TOPICS: "topicsAudience",
  AVATAR: "avatarAudience",
  EMAIL: "emailAudience",
  PHONE: "phoneAudience",
};

@ObjectType({ simpleResolvers: true, description: "Who may read one part of a profile." })
export class FieldVisibility {
  @Field(() => ProfileField, { description: "The part." })
  field: ProfileField;

  @Field(() => Audience, { description: "Who may read it, beside the person themself." })
  audience: Audience;
}
