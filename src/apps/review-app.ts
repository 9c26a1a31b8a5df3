import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { App, type AppReviewState } from "./app.entity.ts";
import "./app.events.ts";

/** What the operator found of an app. */
export interface AppReview {
  /** Its `client_id`. */
  readonly appId: string;
  readonly state: AppReviewState;
  /** The version that was looked at; left out, whichever there is. */
  readonly expectedVersion?: number | undefined;
}

/**
 * Writes down what the operator thinks of an app, for the command line alone. Who is refused gets nothing of anybody from
 * the next request on; what members had let it do is theirs to take back.
 *
 * @throws NOT_FOUND, STALE for one that was changed since it was looked at
 */
export function reviewApp(ctx: Context, { appId, state, expectedVersion }: AppReview): Promise<App> {
  return inTransaction(ctx, async (ctx) => {
    const key = parseGlobalId(appId);
    const app = key?.prefix === "app" ? await ctx.db.findOneBy(App, { id: key.id }) : null;
    if (!app) throw notFound("appId", `There is no app ${appId}.`);
    if (app.reviewState === state && expectedVersion === undefined) return app;
    await revise(ctx, app, { reviewState: state, updatedAt: ctx.clock.now() }, expectedVersion);
    await emit(ctx, { name: "app.reviewed", appId: app.id });
    return app;
  });
}
