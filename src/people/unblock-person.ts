import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import type { EntityRef } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { parseGlobalId } from "../platform/ids.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Block } from "./block.entity.ts";
import { Person } from "./person.entity.ts";
import "./person.events.ts";

@InputType({ description: "Whom the viewer no longer blocks." })
export class UnblockPersonInput {
  @Field(() => ID, { description: "The person: `Block.personId`." })
  personId: string;
}

/**
 * Takes the viewer's block of a person away. The other direction, if there is one, stays, and stays untold: then
 * the person is as much out of sight as before. Doing it again for somebody within sight changes nothing.
 *
 * @throws NOT_FOUND for a person whom the viewer neither blocks nor sees
 */
export function unblockPerson(ctx: Context, input: UnblockPersonInput): Promise<EntityRef> {
  const blockerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const key = parseGlobalId(input.personId);
    const blockedId = key?.prefix === "per" ? key.id : null;
    const gone = blockedId !== null && (await ctx.db.delete(Block, { blockerId, blockedId })).affected === 1;
    if (!gone) return { entity: Person, id: (await visible(ctx, Person, input.personId, "personId")).id };

    await emit(ctx, { name: "person.unblocked", blockerId, blockedId });
    return { entity: Person, id: blockedId };
  });
}
