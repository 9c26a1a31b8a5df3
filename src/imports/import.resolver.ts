import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { BeginImportInput, BeginImportPayload, beginImport } from "./begin-import.ts";
import { ConfirmImportInput, ConfirmImportPayload, confirmImport, seenImport } from "./confirm-import.ts";
import { ImportProgress, importProgress } from "./import-progress.ts";

@Resolver()
export class ImportResolver {
  @Query(() => ImportProgress, {
    nullable: true,
    description: "How far an import is. For organisers and owners of its group; null for everybody else.",
  })
  async importProgress(
    @Arg("importId", () => ID, { description: "The import." }) importId: string,
    @Ctx() ctx: Context,
  ): Promise<ImportProgress | null> {
    const found = await seenImport(ctx, importId);
    return found && importProgress(found);
  }

  @Mutation(() => BeginImportPayload, {
    nullable: true,
    description:
      "Prepares bringing a CSV file into a group: gives an address to upload it to, where it is tried without a trace. For organisers and owners; at most 50 files a day.",
  })
  beginImport(@Arg("input", () => BeginImportInput) input: BeginImportInput, @Ctx() ctx: Context) {
    return payload(() => beginImport(ctx, input));
  }

  @Mutation(() => ConfirmImportPayload, {
    nullable: true,
    description: "Brings in an uploaded file that was found good. For organisers and owners of its group.",
  })
  confirmImport(@Arg("input", () => ConfirmImportInput) input: ConfirmImportInput, @Ctx() ctx: Context) {
    return payload(async () => ({ import: await confirmImport(ctx, input) }));
  }
}
