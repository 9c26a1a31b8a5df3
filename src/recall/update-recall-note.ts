import { Field, ID, InputType, Int } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import "./recall.events.ts";
import { RECALL_TEXT_LENGTH_MAX, RecallNote } from "./recall-note.entity.ts";

@InputType({ description: "Input of `updateRecallNote`." })
export class UpdateRecallNoteInput {
  @Field(() => ID, { description: "The note." })
  recallNoteId: string;

  @Field(() => Int, { nullable: true, description: "Refuse with `STALE` if it is no longer at this version." })
  expectedVersion?: number | null;

  @IsParagraphs(RECALL_TEXT_LENGTH_MAX)
  @Field(() => String, { description: "The note as it shall be: 1 to 4,000 characters of plain text." })
  text: string;
}

export const UpdateRecallNotePayload = payloadType("UpdateRecallNote", { recallNote: () => RecallNote });

/**
 * Changes the words of one of the viewer's notes.
 *
 * @throws NOT_FOUND, INVALID, STALE
 */
export async function updateRecallNote(ctx: Context, input: UpdateRecallNoteInput): Promise<RecallNote> {
  signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const note = await visible(ctx, RecallNote, input.recallNoteId, "recallNoteId");
    const changes = { text: tidyParagraphs(input.text), updatedAt: ctx.clock.now() };
    await revise(ctx, note, changes, input.expectedVersion);
    await emit(ctx, { name: "recallNote.updated", recallNoteId: note.id });
    return note;
  });
}
