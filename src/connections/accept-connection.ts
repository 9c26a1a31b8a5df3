import { MaxLength } from "class-validator";
import { Field, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { type DomainError, invalid, notFound } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { beginConnection } from "./begin-connection.ts";
import { ConnectedPair, ConnectionOrigin, pairOf } from "./connection.entity.ts";
import { CODE_LENGTH_MAX, hashOfConnectionCode } from "./connection-code.ts";
import { ConnectionOffer } from "./connection-offer.entity.ts";

/** With a thousand codes open at once, one try in ten million meets one. */
const TRIES: Quota = { name: "codes of connections tried", most: 20, windowSeconds: 600 };

@InputType({ description: "Input of `acceptConnection`." })
export class AcceptConnectionInput {
  @MaxLength(CODE_LENGTH_MAX)
  @Field(() => String, { description: "The code that somebody shows; spaces and hyphens in it do not matter." })
  code: string;
}

export const AcceptConnectionPayload = payloadType("AcceptConnection", {
  connection: () => ConnectedPair,
  connectionEdge: () => edgeOf(ConnectedPair),
});

/** One sentence for every code that connects with nobody, so that a block reads as time that ran out. */
const gone = (): DomainError => notFound("code", "This code is not, or no longer, worth anything. Ask for a new one.");

/**
 * Connects the viewer with whoever shows the code. It works once; of two who take it at once one comes first. Taking
 * the same code again changes nothing, and brings nothing back that ended since.
 *
 * @throws NOT_FOUND for a code that ran out, was taken or never was, and across a block; INVALID for one's own;
 *   RATE_LIMITED above 20 tries in ten minutes
 */
export async function acceptConnection(ctx: Context, input: AcceptConnectionInput): Promise<ConnectedPair> {
  const viewerId = signedIn(ctx);
  await valid(input);
  await spend(ctx, TRIES, viewerId);
  return inTransaction(ctx, async (ctx) => {
    const codeHash = hashOfConnectionCode(ctx, input.code);
    // The row is held, so whoever comes second finds it taken.
    const offer = await ctx.db.findOne(ConnectionOffer, { where: { codeHash }, lock: { mode: "pessimistic_write" } });
    if (!offer) throw gone();
    if (offer.personId === viewerId) throw invalid("code", "This is your own code. Show it to somebody.");
    if (offer.acceptedById === viewerId) return connectionWith(ctx, offer.personId, viewerId);
    if (offer.acceptedById || offer.expiresAt <= ctx.clock.now()) throw gone();

    const { personId, meetingId, groupId } = offer;
    const people = { personAId: personId, personBId: viewerId };
    const begun = await beginConnection(ctx, { ...people, origin: ConnectionOrigin.INVITATION, meetingId, groupId });
    if (!begun) throw gone();
    await ctx.db.update(ConnectionOffer, { id: offer.id }, { acceptedById: viewerId });
    return begun;
  });
}

async function connectionWith(ctx: Context, personId: string, viewerId: string): Promise<ConnectedPair> {
  const connection = await ctx.db.findOneBy(ConnectedPair, pairOf(personId, viewerId));
  if (!connection) throw gone();
  return connection;
}
