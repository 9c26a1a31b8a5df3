/** What the parts of the engine share. */
import type { GraphQLSchema } from "graphql";
import type { Context } from "../context.ts";
import type { Model } from "./model.ts";
import type { Plan, Plans } from "./plans.ts";
import type { Request } from "./sql.ts";

export interface Engine {
  readonly schema: GraphQLSchema;
  readonly model: Model;
  readonly plans: Plans;
  /** The first column of each row. */
  run(ctx: Context, plan: Plan, request: Request): Promise<unknown[]>;
}

/** Name of a parameter that no GraphQL variable can have. */
export const KEY = "$key";

/** What a request brings, once its variables are coerced. */
export const requestOf = (ctx: Context, variables: Readonly<Record<string, unknown>>): Request => ({
  variables,
  viewerId: ctx.viewerId,
  now: ctx.clock.now(),
  frame: [],
});
