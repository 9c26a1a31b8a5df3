import { ArgsType, Field, ObjectType } from "type-graphql";
import { LocalDate } from "../platform/scalars/local-date.ts";

@ObjectType({
  simpleResolvers: true,
  description: "Introductions given and received: such as both said yes to, by the day of the second yes, in UTC.",
})
export class IntroductionBalance {}

@ObjectType({
  simpleResolvers: true,
  description:
    "What the members of a group gave and received in a quarter, added up. Null where it would tell of too few people.",
})
export class GroupIntroductionBalance {}

@ArgsType()
export class BalanceArgs {
  @Field(() => LocalDate, { nullable: true, description: "Of this day or later, in UTC." })
  from?: string;

  @Field(() => LocalDate, { nullable: true, description: "Before this day, in UTC." })
  before?: string;
}

@ArgsType()
export class QuarterArgs {
  @Field(() => LocalDate, { description: "Any day of the quarter: January to March and so on, in UTC." })
  quarterOf: string;
}
