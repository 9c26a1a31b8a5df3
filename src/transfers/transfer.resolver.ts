import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { ExportGroupInput, ExportGroupPayload, exportGroup } from "./export-group.ts";

@Resolver()
export class TransferResolver {
  @Mutation(() => ExportGroupPayload, {
    nullable: true,
    description:
      "Everything that a group owns, as a ZIP of documented files, with of its people what its organisers may see. For organisers and owners; at most 20 times a day.",
  })
  exportGroup(@Arg("input", () => ExportGroupInput) input: ExportGroupInput, @Ctx() ctx: Context) {
    return payload(() => exportGroup(ctx, input));
  }
}
