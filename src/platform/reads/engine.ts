/** What the parts of the engine share. */
import type { GraphQLSchema } from "graphql";
import type { Context, Principal } from "../context.ts";
import { functionWriter, type Writer } from "./json.ts";
import type { Model } from "./model.ts";
import { type OnNoted, withoutMarks } from "./noted.ts";
import type { Plan, Plans } from "./plans.ts";
import type { Request, Sql } from "./sql.ts";
import { BrokenPromise, type Statements } from "./statement.ts";

export interface Engine {
  readonly schema: GraphQLSchema;
  readonly model: Model;
  readonly writer: Writer;
  readonly plans: Plans;
  readonly statements: Statements;
  /** Holds while the credential of a request does; false for requests whose proof is not owed. */
  readonly credentialHolds: Sql;
  /** Told of reads that are to be noted. */
  readonly onNoted: OnNoted;
  /** Whether that is anybody. */
  readonly notes: boolean;
}

/**
 * Reads with the engine's writer. Where a value that a declaration promised is not there, reads again in a way that
 * leaves nulls where they arise, so that graphql-js names the place and spreads the null as the specification says.
 */
export async function keepingPromises<T>(
  engine: Engine,
  ctx: Context,
  read: (writer: Writer, mayBeWhole: boolean) => Promise<T>,
): Promise<T> {
  try {
    return await read(engine.writer, engine.writer !== functionWriter);
  } catch (error) {
    if (!(error instanceof BrokenPromise)) throw error;
    ctx.log.error({ promise: error.message }, "a field that is never null was null: its declaration is at fault");
    return read(functionWriter, false);
  }
}

/** Name of a parameter that no GraphQL variable can have. */
export const KEY = "$key";

/** What a request brings, once its variables are coerced. */
export const requestOf = (ctx: Context, variables: Readonly<Record<string, unknown>>): Request => ({
  variables,
  viewerId: ctx.viewerId,
  ...programOf(ctx.principal),
  ...(ctx.principal.kind === "door" ? { doorId: ctx.principal.doorId } : {}),
  now: ctx.clock.now(),
  credentialHash: ctx.proof?.owed ?? null,
  frame: [],
});

function programOf(principal: Principal): Pick<Request, "service" | "app"> {
  if (principal.kind === "app") return { app: principal };
  return principal.kind === "service" && principal.scopes.length > 0 ? { service: principal } : {};
}

/** What a plan has answered, once what it shows has been noted. */
export function unmarked({ onNoted }: Engine, ctx: Context, plan: Plan, answered: string): string {
  if (!plan.isNoted) return answered;
  const { text, reads } = withoutMarks(answered, ctx.viewerId);
  if (reads.length > 0) onNoted(ctx, reads);
  return text;
}
