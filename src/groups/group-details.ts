import { IsOptional, ValidateNested } from "class-validator";
import { Field, InputType } from "type-graphql";
import { IsHttpUrl } from "../platform/checks.ts";
import { CoordinatesInput, pointColumns } from "../platform/coordinates.ts";
import { IsLine, IsParagraphs, tidyLine, tidyParagraphs } from "../platform/plain-text.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import type { Group } from "./group.entity.ts";

/** Longest name, in characters. */
export const GROUP_NAME_LENGTH_MAX = 120;
/** Longest description, in characters. */
export const GROUP_DESCRIPTION_LENGTH_MAX = 10_000;
/** Longest welcome text, in characters. */
export const WELCOME_TEXT_LENGTH_MAX = 5_000;
/** Longest name of a city or region, in characters. */
export const PLACE_LENGTH_MAX = 100;
export const GROUP_LANGUAGES_MAX = 10;

/** What a group tells about itself if it likes: the same fields when it is created and when it is updated. */
@InputType()
export abstract class GroupDetailsInput {
  @IsOptional()
  @IsParagraphs(GROUP_DESCRIPTION_LENGTH_MAX)
  @Field(() => String, { nullable: true, description: "Plain text, line breaks kept, at most 10,000 characters." })
  description?: string | null;

  @IsOptional()
  @IsParagraphs(WELCOME_TEXT_LENGTH_MAX)
  @Field(() => String, {
    nullable: true,
    description: "What a newcomer reads first. Plain text, line breaks kept, at most 5,000 characters.",
  })
  welcomeText?: string | null;

  @IsOptional()
  @IsLine(PLACE_LENGTH_MAX)
  @Field(() => String, { nullable: true, description: "Town or city where it usually meets; at most 100 characters." })
  city?: string | null;

  @IsOptional()
  @IsLine(PLACE_LENGTH_MAX)
  @Field(() => String, { nullable: true, description: "Region, state or county; at most 100 characters." })
  region?: string | null;

  @Field(() => CountryCode, { nullable: true, description: "Country where it usually meets." })
  country?: string | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => CoordinatesInput, { nullable: true, description: "Where it usually meets, on the map." })
  coordinates?: CoordinatesInput | null;

  @IsOptional()
  @IsHttpUrl()
  @Field(() => String, { nullable: true, description: "Its own site: an absolute http or https URL." })
  websiteUrl?: string | null;

  @IsOptional()
  @IsHttpUrl()
  @Field(() => String, { nullable: true, description: "A picture for its page: an absolute http or https URL." })
  imageUrl?: string | null;
}

type Words = Pick<Group, "description" | "welcomeText" | "city" | "region" | "country" | "websiteUrl" | "imageUrl">;

const tidied: { readonly [K in keyof Words]: (value: NonNullable<Words[K]>) => Words[K] } = {
  description: tidyParagraphs,
  welcomeText: tidyParagraphs,
  city: tidyLine,
  region: tidyLine,
  country: (code) => code,
  websiteUrl: (url) => url,
  imageUrl: (url) => url,
};

/** The columns that an input sets: what was left out is not among them, null clears. */
export function detailsOf(input: GroupDetailsInput): Partial<Group> {
  const given = (Object.keys(tidied) as (keyof Words)[]).filter((field) => input[field] !== undefined);
  return {
    ...(Object.fromEntries(
      given.map((field) => [field, input[field] === null ? null : tidy(field, input)]),
    ) as Partial<Words>),
    ...pointColumns(input.coordinates),
  };
}

const tidy = (field: keyof Words, input: GroupDetailsInput): unknown => tidied[field](input[field] as never);
