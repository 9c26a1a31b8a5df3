import { Max, Min } from "class-validator";
import { Field, Float, InputType, ObjectType } from "type-graphql";

const LATITUDE_MAX = 90;
const LONGITUDE_MAX = 180;
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
