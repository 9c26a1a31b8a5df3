import { ArrayMaxSize, IsBoolean, IsOptional, ValidateNested } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { IsHttpUrl, IsPhone } from "../platform/checks.ts";
import { CoordinatesInput } from "../platform/coordinates.ts";
import { IsLine, IsParagraphs } from "../platform/plain-text.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { IfGiven } from "../platform/valid.ts";
import {
  DISPLAY_NAME_LENGTH_MAX,
  HEADLINE_LENGTH_MAX,
  LANGUAGES_MAX,
  LINKS_MAX,
  PROFILE_LINE_LENGTH_MAX,
  STORY_LENGTH_MAX,
} from "./member-profile.ts";

@InputType({ description: "What the viewer changes of themself. Left out: unchanged. Null: cleared, where it can be." })
export class UpdateProfileInput {
  @Field(() => String, {
    nullable: true,
    description: "One line of plain text, 1 to 100 characters. Cannot be cleared.",
  })
  @IfGiven()
  @IsLine(DISPLAY_NAME_LENGTH_MAX)
  displayName?: string;

  @Field(() => String, { nullable: true, description: "One line of plain text, at most 200 characters." })
  @IsOptional()
  @IsLine(HEADLINE_LENGTH_MAX)
  headline?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text with line breaks, at most 5,000 characters." })
  @IsOptional()
  @IsParagraphs(STORY_LENGTH_MAX)
  story?: string | null;

  @Field(() => String, { nullable: true, description: "One line of plain text, at most 120 characters." })
  @IsOptional()
  @IsLine(PROFILE_LINE_LENGTH_MAX)
  company?: string | null;

  @Field(() => String, { nullable: true, description: "One line of plain text, at most 120 characters." })
  @IsOptional()
  @IsLine(PROFILE_LINE_LENGTH_MAX)
  jobTitle?: string | null;

  @Field(() => String, { nullable: true, description: "One line of plain text, at most 120 characters." })
  @IsOptional()
  @IsLine(PROFILE_LINE_LENGTH_MAX)
  profession?: string | null;

  @Field(() => String, { nullable: true, description: "One line of plain text, at most 120 characters." })
  @IsOptional()
  @IsLine(PROFILE_LINE_LENGTH_MAX)
  industry?: string | null;

  @Field(() => String, { nullable: true, description: "One line of plain text, at most 120 characters." })
  @IsOptional()
  @IsLine(PROFILE_LINE_LENGTH_MAX)
  city?: string | null;

  @Field(() => String, { nullable: true, description: "One line of plain text, at most 120 characters." })
  @IsOptional()
  @IsLine(PROFILE_LINE_LENGTH_MAX)
  region?: string | null;

  @Field(() => CountryCode, { nullable: true, description: "Country they are at home in." })
  country?: string | null;

  @Field(() => CoordinatesInput, {
    nullable: true,
    description: "Point on the map; shown to nobody unless they say so.",
  })
  @IsOptional()
  @ValidateNested()
  coordinates?: CoordinatesInput | null;

  @Field(() => [LanguageTag], {
    nullable: true,
    description: "At most 10; said twice counts once. Null clears the list.",
  })
  @IsOptional()
  @ArrayMaxSize(LANGUAGES_MAX)
  languages?: string[] | null;

  @Field(() => TimeZone, { nullable: true, description: "Where their clock is." })
  timeZone?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: "Absolute https: or http: URLs, at most 10; said twice counts once. Null clears the list.",
  })
  @IsOptional()
  @ArrayMaxSize(LINKS_MAX)
  @IsHttpUrl({ each: true })
  links?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Names of topics of interest, at most 20, each of at most 60 characters. They replace the topics there were; null clears the list.",
  })
  topics?: string[] | null;

  @Field(() => String, { nullable: true, description: "Absolute https: or http: URL of a picture." })
  @IsOptional()
  @IsHttpUrl()
  avatarUrl?: string | null;

  @Field(() => String, { nullable: true, description: "International telephone number, such as `+44 20 7946 0018`." })
  @IsOptional()
  @IsPhone()
  phone?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether they wish to stand on attendee lists that others can read. Cannot be cleared.",
  })
  @IfGiven()
  @IsBoolean()
  listedAsAttendee?: boolean;

  @Field(() => Int, {
    nullable: true,
    description: "`Person.version` as the caller read it; a change since then makes this one `STALE`.",
  })
  expectedVersion?: number | null;
}
