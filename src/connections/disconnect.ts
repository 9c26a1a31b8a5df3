import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { type EntityRef, notFound } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { ConnectedPair } from "./connection.entity.ts";
import "./connection.events.ts";

@InputType({ description: "Input of `disconnect`." })
export class DisconnectInput {
  @Field(() => ID, { description: "The connection." })
  connectionId: string;
}

export const DisconnectPayload = payloadType("Disconnect", {
  person: {
    type: () => Person,
    description: "With whom the viewer is connected no more. Null as well if they are out of the viewer's sight.",
  },
});

/**
 * Ends a connection of the viewer's, with what either of the two allowed. The other side is told nothing: the
 * connection is simply no longer there, as it would be after a block. Ending one that ended already gives the same
 * answer, whoever ended it.
 *
 * @throws NOT_FOUND
 */
export function disconnect(ctx: Context, input: DisconnectInput): Promise<EntityRef> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const key = parseGlobalId(input.connectionId);
    const pair = key?.prefix === "con" ? await ctx.db.findOneBy(ConnectedPair, { id: key.id }) : null;
    const isOwn = pair?.personLowId === viewerId || pair?.personHighId === viewerId;
    if (!pair || !isOwn) throw notFound("connectionId", "No such connection.");

    await endConnection(ctx, pair.id);
    return { entity: Person, id: pair.personLowId === viewerId ? pair.personHighId : pair.personLowId };
  });
}

/** Ends it unless it has ended. */
export async function endConnection(ctx: Context, connectionId: string): Promise<void> {
  const end = { endedAt: ctx.clock.now(), lowBridges: false, highBridges: false };
  const { affected } = await ctx.db.update(ConnectedPair, { id: connectionId, endedAt: IsNull() }, end);
  if (affected === 1) await emit(ctx, { name: "connection.ended", connectionId });
}
