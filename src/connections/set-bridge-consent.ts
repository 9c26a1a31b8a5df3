import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { ConnectedPair } from "./connection.entity.ts";
import "./connection.events.ts";

@InputType({ description: "Input of `setBridgeConsent`." })
export class SetBridgeConsentInput {
  @Field(() => ID, { description: "The connection." })
  connectionId: string;

  @Field(() => Boolean, { description: "Whether others may be led over it, by way of the viewer." })
  bridges: boolean;
}

export const SetBridgeConsentPayload = payloadType("SetBridgeConsent", { connection: () => ConnectedPair });

/**
 * The viewer allows others to be led over one of their connections, or no longer does. It is the viewer's word alone:
 * the other side has its own, and learns nothing of this one. Saying the same again changes nothing.
 *
 * @throws NOT_FOUND
 */
export function setBridgeConsent(ctx: Context, input: SetBridgeConsentInput): Promise<ConnectedPair> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const connection = await visible(ctx, ConnectedPair, input.connectionId, "connectionId", { lock: true });
    const side = connection.personLowId === viewerId ? "lowBridges" : "highBridges";
    if (connection[side] === input.bridges) return connection;

    await ctx.db.update(ConnectedPair, { id: connection.id }, { [side]: input.bridges });
    await emit(ctx, { name: "connection.bridgeConsentChanged", connectionId: connection.id });
    return connection;
  });
}
