import { IsOptional, ValidateNested } from "class-validator";
import { Field, InputType, ObjectType } from "type-graphql";
import { CoordinatesInput, pointOf } from "../platform/coordinates.ts";
import { IsLine, tidyLine } from "../platform/plain-text.ts";
import type { Builder } from "../platform/reads/declare.ts";
import type { Read } from "../platform/reads/registry.ts";
import { present } from "../platform/reads/sql.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import type { MeetingDetails } from "./meeting-details.entity.ts";

/** Longest name of a place, in characters. */
export const PLACE_NAME_LENGTH_MAX = 200;
/** Longest address, on one line, in characters. */
export const PLACE_ADDRESS_LENGTH_MAX = 500;
/** Longest name of a town, in characters. */
export const PLACE_CITY_LENGTH_MAX = 120;

@ObjectType({ description: "A place one can walk into." })
export class MeetingPlace {}

@InputType({ description: "A place one can walk into. It replaces the earlier one as a whole." })
export class MeetingPlaceInput {
  @Field(() => String, { description: "One line of plain text, 1 to 200 characters." })
  @IsLine(PLACE_NAME_LENGTH_MAX)
  name: string;

  @Field(() => String, { nullable: true, description: "Street and house, on one line, 1 to 500 characters." })
  @IsOptional()
  @IsLine(PLACE_ADDRESS_LENGTH_MAX)
  address?: string | null;

  @Field(() => String, { nullable: true, description: "Town or city, 1 to 120 characters." })
  @IsOptional()
  @IsLine(PLACE_CITY_LENGTH_MAX)
  city?: string | null;

  @Field(() => CountryCode, { nullable: true, description: "Country." })
  country?: string | null;

  @Field(() => CoordinatesInput, { nullable: true, description: "Where that is on the map." })
  @IsOptional()
  @ValidateNested()
  coordinates?: CoordinatesInput | null;
}

/** Columns that hold a place. */
export type PlaceColumns = Pick<
  MeetingDetails,
  "placeName" | "placeAddress" | "placeCity" | "placeCountry" | "placeLatitude" | "placeLongitude"
>;

const NO_PLACE: PlaceColumns = {
  placeName: null,
  placeAddress: null,
  placeCity: null,
  placeCountry: null,
  placeLatitude: null,
  placeLongitude: null,
};

/** The columns of a place; all null where there is none. */
export function placeColumns(place: MeetingPlaceInput | null): PlaceColumns {
  if (!place) return NO_PLACE;
  return {
    placeName: tidyLine(place.name),
    placeAddress: tidied(place.address),
    placeCity: tidied(place.city),
    placeCountry: place.country ?? null,
    placeLatitude: place.coordinates?.latitude ?? null,
    placeLongitude: place.coordinates?.longitude ?? null,
  };
}

const tidied = (line: string | null | undefined): string | null => (line ? tidyLine(line) : null);

/** The place of a meeting, or of a series, as GraphQL shows it; null where none is settled. */
export function placeOf<E extends PlaceColumns>(of: Builder<E>, description: string): Read {
  const t = of as unknown as Builder<PlaceColumns>;
  return t.object(MeetingPlace, {
    description,
    when: (row) => present(row.placeName),
    fields: (t) => ({
      name: t.value(
        () => String,
        (row) => row.placeName,
        { description: "Plain text, at most 200 characters." },
      ),
      address: t.value(
        () => String,
        (row) => row.placeAddress,
        { nullable: true, description: "Street and house, on one line, at most 500 characters." },
      ),
      city: t.value(
        () => String,
        (row) => row.placeCity,
        { nullable: true, description: "Town or city, at most 120 characters." },
      ),
      country: t.value(
        () => CountryCode,
        (row) => row.placeCountry,
        { nullable: true, description: "Country." },
      ),
      coordinates: pointOf(t, {
        latitude: (row) => row.placeLatitude,
        longitude: (row) => row.placeLongitude,
        when: (row) => present(row.placeLatitude),
        description: "Where that is on the map.",
      }),
    }),
  });
}
