import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import "./recall.events.ts";
import { RecallNote } from "./recall-note.entity.ts";

@InputType({ description: "Input of `deleteRecallNote`." })
export class DeleteRecallNoteInput {
  @Field(() => ID, { description: "The note." })
  recallNoteId: string;
}

export const DeleteRecallNotePayload = payloadType("DeleteRecallNote", {
  deletedRecallNoteId: {
    type: () => ID,
    description: "The id that finds nothing any more. Null when `errors` is not empty.",
  },
});

/**
 * Takes a note of the viewer's away, for ever.
 *
 * @throws NOT_FOUND
 */
export function deleteRecallNote(ctx: Context, input: DeleteRecallNoteInput): Promise<string> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { id } = await visible(ctx, RecallNote, input.recallNoteId, "recallNoteId", { lock: true });
    await ctx.db.delete(RecallNote, { id });
    await emit(ctx, { name: "recallNote.deleted", recallNoteId: id });
    return input.recallNoteId;
  });
}
