import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { AddFollowUpInput, AddFollowUpPayload, addFollowUp } from "./add-follow-up.ts";
import { DeleteFollowUpInput, DeleteFollowUpPayload, deleteFollowUp } from "./delete-follow-up.ts";
import { DeleteRecallNoteInput, DeleteRecallNotePayload, deleteRecallNote } from "./delete-recall-note.ts";
import { UpdateFollowUpInput, UpdateFollowUpPayload, updateFollowUp } from "./update-follow-up.ts";
import { UpdateRecallNoteInput, UpdateRecallNotePayload, updateRecallNote } from "./update-recall-note.ts";
import { WriteRecallNoteInput, WriteRecallNotePayload, writeRecallNote } from "./write-recall-note.ts";

@Resolver()
export class RecallResolver {
  @Mutation(() => WriteRecallNotePayload, {
    nullable: true,
    description: "Writes down what the viewer wants to remember of a person. Nobody else ever reads it.",
  })
  writeRecallNote(@Arg("input", () => WriteRecallNoteInput) input: WriteRecallNoteInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("recallNote", await writeRecallNote(ctx, input)));
  }

  @Mutation(() => UpdateRecallNotePayload, { nullable: true, description: "Changes a recall note of the viewer's." })
  updateRecallNote(@Arg("input", () => UpdateRecallNoteInput) input: UpdateRecallNoteInput, @Ctx() ctx: Context) {
    return payload(async () => ({ recallNote: await updateRecallNote(ctx, input) }));
  }

  @Mutation(() => DeleteRecallNotePayload, {
    nullable: true,
    description: "Takes a recall note of the viewer's away, for ever.",
  })
  deleteRecallNote(@Arg("input", () => DeleteRecallNoteInput) input: DeleteRecallNoteInput, @Ctx() ctx: Context) {
    return payload(async () => ({ deletedRecallNoteId: await deleteRecallNote(ctx, input) }));
  }

  @Mutation(() => AddFollowUpPayload, {
    nullable: true,
    description: "Writes down what the viewer promised, and by when. Nobody else ever reads it.",
  })
  addFollowUp(@Arg("input", () => AddFollowUpInput) input: AddFollowUpInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("followUp", await addFollowUp(ctx, input)));
  }

  @Mutation(() => UpdateFollowUpPayload, {
    nullable: true,
    description: "Changes a promise of the viewer's, keeps it, or drops it.",
  })
  updateFollowUp(@Arg("input", () => UpdateFollowUpInput) input: UpdateFollowUpInput, @Ctx() ctx: Context) {
    return payload(async () => ({ followUp: await updateFollowUp(ctx, input) }));
  }

  @Mutation(() => DeleteFollowUpPayload, {
    nullable: true,
    description: "Takes a promise of the viewer's away, for ever.",
  })
  deleteFollowUp(@Arg("input", () => DeleteFollowUpInput) input: DeleteFollowUpInput, @Ctx() ctx: Context) {
    return payload(async () => ({ deletedFollowUpId: await deleteFollowUp(ctx, input) }));
  }
}
