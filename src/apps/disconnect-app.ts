import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { ConnectedApp } from "./connected-app.entity.ts";
import { endGrant } from "./end-grant.ts";

@InputType({ description: "Input of `disconnectApp`." })
export class DisconnectAppInput {
  @Field(() => ID, { description: "One of `viewer.connectedApps`." })
  connectedAppId: string;
}

export const DisconnectAppPayload = payloadType("DisconnectApp", {
  disconnectedAppId: { type: () => ID, description: "What the app's connection was called." },
});

/**
 * Takes back all that the viewer let an app do: from the next request on it gets nothing.
 *
 * @throws NOT_FOUND
 */
export function disconnectApp(ctx: Context, input: DisconnectAppInput): Promise<{ disconnectedAppId: string }> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const connected = await visible(ctx, ConnectedApp, input.connectedAppId, "connectedAppId", { lock: true });
    await endGrant(ctx, connected.id);
    return { disconnectedAppId: input.connectedAppId };
  });
}
