/** What GraphQL shows of a person's own words about themself, and how long those may be. */
import { Field, ObjectType } from "type-graphql";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { EmailAddress } from "../platform/scalars/email-address.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { PhoneNumber } from "../platform/scalars/phone-number.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { URL } from "../platform/scalars/url.ts";

/** Lengths in characters. */
export const DISPLAY_NAME_LENGTH_MAX = 100;
export const HEADLINE_LENGTH_MAX = 200;
export const STORY_LENGTH_MAX = 5_000;
/** Company, job title, profession, industry, city and region. */
export const PROFILE_LINE_LENGTH_MAX = 120;
export const LANGUAGES_MAX = 10;
export const LINKS_MAX = 10;

const line = (what: string, max: number): string =>
  `${what} One line of plain text, at most ${max} characters: not markup, so clients must escape it.`;
const optional = { nullable: true } as const;

@ObjectType({
  simpleResolvers: true,
  description:
    "What a person tells of themself. Each field is null for those outside of its audience, just as if it were empty. Texts are plain text, never markup.",
})
export class MemberProfile {
  @Field(() => String, { ...optional, description: line("The name the person goes by.", DISPLAY_NAME_LENGTH_MAX) })
  displayName: string | null;

  @Field(() => String, { ...optional, description: line("What they do, in a sentence.", HEADLINE_LENGTH_MAX) })
  headline: string | null;

  @Field(() => String, {
    ...optional,
    description:
      "What others may remember them by. Plain text with line breaks kept, at most 5,000 characters: not markup, so clients must escape it.",
  })
  story: string | null;

  @Field(() => String, { ...optional, description: line("Where they work.", PROFILE_LINE_LENGTH_MAX) })
  company: string | null;

  @Field(() => String, { ...optional, description: line("What they are called there.", PROFILE_LINE_LENGTH_MAX) })
  jobTitle: string | null;

  @Field(() => String, { ...optional, description: line("What they have learned.", PROFILE_LINE_LENGTH_MAX) })
  profession: string | null;

  @Field(() => String, { ...optional, description: line("Line of business.", PROFILE_LINE_LENGTH_MAX) })
  industry: string | null;

  @Field(() => [LanguageTag], { ...optional, description: "Languages they speak, at most 10." })
  languages: string[] | null;

  @Field(() => TimeZone, { ...optional, description: "Where their clock is." })
  timeZone: string | null;

  @Field(() => [URL], { ...optional, description: "Their own pages elsewhere, at most 10." })
  links: string[] | null;

  @Field(() => URL, { ...optional, description: "A picture of them." })
  avatarUrl: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Where a person is at home, as exactly as they tell." })
export class MemberPlace {
  @Field(() => String, { ...optional, description: line("Town or city.", PROFILE_LINE_LENGTH_MAX) })
  city: string | null;

  @Field(() => String, { ...optional, description: line("Region, state or county.", PROFILE_LINE_LENGTH_MAX) })
  region: string | null;

  @Field(() => CountryCode, { ...optional, description: "Country." })
  country: string | null;
}

@ObjectType({ simpleResolvers: true, description: "How to reach a person, as far as they show it to the viewer." })
export class MemberContact {
  @Field(() => EmailAddress, { ...optional, description: "Address they sign in with." })
  email: string | null;

  @Field(() => PhoneNumber, { ...optional, description: "Telephone." })
  phone: string | null;
}
