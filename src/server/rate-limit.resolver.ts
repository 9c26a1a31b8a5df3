import { Ctx, Extensions, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ServerContext } from "./request-context.ts";

@ObjectType({ description: "Price of the operation, and what the caller has left to spend." })
export class RateLimit {
  @Field(() => Int, { description: "Points that this operation costs." })
  cost: number;

  @Field(() => Int, { description: "Points that may be outstanding at once." })
  limit: number;

  @Field(() => Int, { description: "Points left after this operation." })
  remaining: number;

  @Field(() => Date, { description: "When `remaining` will be `limit` again, if nothing more is spent." })
  resetAt: Date;
}

@Resolver()
export class RateLimitResolver {
  @Extensions({ price: 0 })
  @Query(() => RateLimit, {
    description:
      "What this operation costs and what is left: of a person over all their sessions, or else of a network address. Costs nothing itself.",
  })
  rateLimit(@Ctx() ctx: ServerContext): RateLimit {
    const { requested, fill } = ctx.spending;
    return { cost: requested, limit: fill.limit, remaining: fill.remaining, resetAt: fill.resetAt };
  }
}
