/** The GraphQL types that connections share, and those made for each entity. */
import { Field, InputType, ObjectType, registerEnumType } from "type-graphql";

export enum OrderDirection {
  ASC = "ASC",
  DESC = "DESC",
}

registerEnumType(OrderDirection, {
  name: "OrderDirection",
  description: "Direction of an ordering.",
  valuesConfig: {
    ASC: { description: "From the least to the greatest: earliest first, A before Z." },
    DESC: { description: "From the greatest to the least: latest first, Z before A." },
  },
});

@ObjectType({ description: "Position of a page in a connection.", simpleResolvers: true })
export class PageInfo {
  @Field(() => String, { nullable: true, description: "Cursor of the first edge; null for an empty page." })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: "Cursor of the last edge; null for an empty page." })
  endCursor: string | null;

  @Field(() => Boolean, { description: "Whether an edge follows `endCursor`, in either direction of paging." })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: "Whether an edge precedes `startCursor`, in either direction of paging." })
  hasPreviousPage: boolean;
}

@InputType({ description: "Half-open span of time. At least one bound must be given." })
export class DateTimeRange {
  @Field(() => Date, { nullable: true, description: "Inclusive lower bound." })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: "Exclusive upper bound." })
  before?: Date | null;
}
