import { IsLatitude, IsLongitude, IsOptional } from "class-validator";
import { Field, Float, InputType } from "type-graphql";
import { IsHttpUrl } from "../platform/checks.ts";
import { invalid } from "../platform/errors.ts";
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
  @IsLatitude()
  @Field(() => Float, { nullable: true, description: "Degrees north, WGS 84; only together with `longitude`." })
  latitude?: number | null;

  @IsOptional()
  @IsLongitude()
  @Field(() => Float, { nullable: true, description: "Degrees east, WGS 84; only together with `latitude`." })
  longitude?: number | null;

  @IsOptional()
  @IsHttpUrl()
  @Field(() => String, { nullable: true, description: "Its own site: an absolute http or https URL." })
  websiteUrl?: string | null;

  @IsOptional()
  @IsHttpUrl()
  @Field(() => String, { nullable: true, description: "A picture for its page: an absolute http or https URL." })
  imageUrl?: string | null;
}

type Details = Pick<
  Group,
  "description" | "welcomeText" | "city" | "region" | "country" | "latitude" | "longitude" | "websiteUrl" | "imageUrl"
>;

const tidied: { readonly [K in keyof Details]: (value: NonNullable<Details[K]>) => Details[K] } = {
  description: tidyParagraphs,
  welcomeText: tidyParagraphs,
  city: tidyLine,
  region: tidyLine,
  country: (code) => code,
  latitude: (degrees) => degrees,
  longitude: (degrees) => degrees,
  websiteUrl: (url) => url,
  imageUrl: (url) => url,
};

/**
 * The columns that an input sets: what was left out is not among them, null clears.
 *
 * @throws INVALID for one coordinate without the other
 */
export function detailsOf(input: GroupDetailsInput): Partial<Details> {
  const has = (field: "latitude" | "longitude") => input[field] !== undefined && input[field] !== null;
  if (has("latitude") !== has("longitude") || (input.latitude === undefined) !== (input.longitude === undefined)) {
    throw invalid("latitude", "Give both coordinates, or none.");
  }
  const given = (Object.keys(tidied) as (keyof Details)[]).filter((field) => input[field] !== undefined);
  return Object.fromEntries(given.map((field) => [field, input[field] === null ? null : tidy(field, input)]));
}

const tidy = (field: keyof Details, input: GroupDetailsInput): unknown => tidied[field](input[field] as never);
