import { Field, ID, InputType } from "type-graphql";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { valid } from "../platform/valid.ts";
import "./recall.events.ts";
import { RECALL_TEXT_LENGTH_MAX, RecallNote } from "./recall-note.entity.ts";

const NOTES: Quota = { name: "recall notes", most: 500, windowSeconds: 86_400 };

@InputType({ description: "What the viewer wants to remember of a person." })
export class WriteRecallNoteInput {
  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;

  @Field(() => ID, { description: "Whom it is about." })
  personId: string;

  @IsParagraphs(RECALL_TEXT_LENGTH_MAX)
  @Field(() => String, { description: "The note: 1 to 4,000 characters of plain text." })
  text: string;
}

export const WriteRecallNotePayload = payloadType("WriteRecallNote", {
  recallNote: () => RecallNote,
  recallNoteEdge: () => edgeOf(RecallNote),
});

/**
 * Writes a note about a person within sight, for the viewer's own eyes.
 *
 * @throws NOT_FOUND, INVALID, RATE_LIMITED above 500 a day
 */
export async function writeRecallNote(ctx: Context, input: WriteRecallNoteInput): Promise<RecallNote> {
  const authorId = signedIn(ctx);
  await valid(input);
  return once(ctx, "writeRecallNote", input, RecallNote, async (ctx) => {
    await spend(ctx, NOTES, authorId);
    const { id: personId } = await visible(ctx, Person, input.personId, "personId");
    const now = ctx.clock.now();
    const words = { text: tidyParagraphs(input.text), createdAt: now, updatedAt: now, version: 1 };
    const note = ctx.db.create(RecallNote, { id: newId(), authorId, personId, ...words });
    await ctx.db.insert(RecallNote, note);
    await emit(ctx, { name: "recallNote.written", recallNoteId: note.id });
    return note;
  });
}
