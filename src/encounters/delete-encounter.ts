import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { uncountOneToOne } from "./count-one-to-one.ts";
import "./encounter.events.ts";
import { Encounter } from "./encounter.entity.ts";
import { EncounterPerson } from "./encounter-person.entity.ts";

@InputType({ description: "Input of `deleteEncounter`." })
export class DeleteEncounterInput {
  @Field(() => ID, { description: "The encounter." })
  encounterId: string;
}

export const DeleteEncounterPayload = payloadType("DeleteEncounter", {
  deletedEncounterId: {
    type: () => ID,
    description: "The id that finds nothing any more. Null when `errors` is not empty.",
  },
});

/**
 * Takes an encounter out of the viewer's book, for ever. What the other of a one-to-one wrote down stays theirs, and
 * so does a connection that began by it.
 *
 * @throws NOT_FOUND
 */
export function deleteEncounter(ctx: Context, input: DeleteEncounterInput): Promise<string> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { id, authorId } = await visible(ctx, Encounter, input.encounterId, "encounterId", { lock: true });
    await uncountOneToOne(ctx, id);
    await ctx.db.delete(EncounterPerson, { encounterId: id });
    await ctx.db.delete(Encounter, { id });
    await emit(ctx, { name: "encounter.deleted", encounterId: id, authorId });
    return input.encounterId;
  });
}
