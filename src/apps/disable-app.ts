import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { App } from "./app.entity.ts";
import "./app.events.ts";

@InputType({ description: "Input of `disableApp`." })
export class DisableAppInput {
  @Field(() => ID, { description: "The app." })
  appId: string;
}

export const DisableAppPayload = payloadType("DisableApp", { app: () => App });

/**
 * Stops an app for good, from the next request on, with every token that it has of anybody. Again changes nothing.
 *
 * @throws NOT_FOUND
 */
export function disableApp(ctx: Context, input: DisableAppInput): Promise<App> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const app = await visible(ctx, App, input.appId, "appId", { lock: true });
    if (app.disabledAt) return app;
    const now = ctx.clock.now();
    await revise(ctx, app, { disabledAt: now, updatedAt: now });
    await ctx.db.query("update app_grants set ended_at = $2 where app_id = $1 and ended_at is null", [app.id, now]);
    await ctx.db.query("delete from oauth_artifacts where app_id = $1", [app.id]);
    await emit(ctx, { name: "app.disabled", appId: app.id });
    return app;
  });
}
