import { Max, Min } from "class-validator";
import { Field, Float, InputType, ObjectType } from "type-graphql";
import type { Builder } from "./reads/declare.ts";
import type { Policy, Row } from "./reads/policy.ts";
import type { Read } from "./reads/registry.ts";
import type { Sql } from "./reads/sql.ts";

/** Degrees from the equator, and from the meridian of Greenwich. */
export const LATITUDE_MAX = 90;
export const LONGITUDE_MAX = 180;
const LATITUDE_DESCRIPTION = "Degrees north, WGS 84; from -90 to 90.";
const LONGITUDE_DESCRIPTION = "Degrees east, WGS 84; from -180 to 180.";

@ObjectType({ simpleResolvers: true, description: "A point on the map." })
export class Coordinates {
  @Field(() => Float, { description: LATITUDE_DESCRIPTION })
  latitude: number;

  @Field(() => Float, { description: LONGITUDE_DESCRIPTION })
  longitude: number;
}

@InputType({ description: "A point on the map." })
export class CoordinatesInput {
  @Field(() => Float, { description: LATITUDE_DESCRIPTION })
  @Min(-LATITUDE_MAX)
  @Max(LATITUDE_MAX)
  latitude: number;

  @Field(() => Float, { description: LONGITUDE_DESCRIPTION })
  @Min(-LONGITUDE_MAX)
  @Max(LONGITUDE_MAX)
  longitude: number;
}

/** Columns of a point that was given; none for one that was left out, null for one that is cleared. */
export const pointColumns = (
  point: CoordinatesInput | null | undefined,
): { latitude?: number | null; longitude?: number | null } =>
  point === undefined ? {} : { latitude: point?.latitude ?? null, longitude: point?.longitude ?? null };

interface Point<E> {
  readonly latitude: (row: Row<E>) => Sql;
  readonly longitude: (row: Row<E>) => Sql;
  /** When there is one, and who may see it. */
  readonly when: Policy<E>;
  readonly description: string;
}

/** The point that two columns hold, as GraphQL shows it; null where there is none. */
export const pointOf = <E extends object>(t: Builder<E>, { latitude, longitude, when, description }: Point<E>): Read =>
  t.object(Coordinates, {
    description,
    when,
    fields: (t) => ({
      latitude: t.value(() => Float, latitude, { description: LATITUDE_DESCRIPTION }),
      longitude: t.value(() => Float, longitude, { description: LONGITUDE_DESCRIPTION }),
    }),
  });
