import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { BeginImportInput, BeginImportPayload, beginImport } from "./begin-import.ts";
import { ConfirmImportInput, ConfirmImportPayload, confirmImport } from "./confirm-import.ts";

@Resolver()
export class ImportResolver {
  @Mutation(() => BeginImportPayload, {
    nullable: true,
    description:
      "Prepares bringing a CSV file into a group: gives an address to upload it to, where it is tried without a trace. For organisers and owners; at most 50 files a day.",
  })
  beginImport(@Arg("input", () => BeginImportInput) input: BeginImportInput, @Ctx() ctx: Context) {
    return payload(async () => {
      const begun = await beginImport(ctx, input);
      return { ...withEdge("import", begun.import), uploadPath: begun.uploadPath };
    });
  }

  @Mutation(() => ConfirmImportPayload, {
    nullable: true,
    description: "Brings in an uploaded file that was found good. For organisers and owners of its group.",
  })
  confirmImport(@Arg("input", () => ConfirmImportInput) input: ConfirmImportInput, @Ctx() ctx: Context) {
    return payload(async () => ({ import: await confirmImport(ctx, input) }));
  }
}
