import { Arg, Ctx, Extensions, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { ExportMyDataInput, ExportMyDataPayload, exportMyData } from "./export-my-data.ts";

@Resolver()
export class OwnDataResolver {
  @Extensions({ once: true })
  @Mutation(() => ExportMyDataPayload, {
    nullable: true,
    description:
      "Have everything gathered that the service holds about the viewer, as JSON, tables and a card; a link to it is mailed to them. For whoever is signed in.",
  })
  exportMyData(@Arg("input", () => ExportMyDataInput) input: ExportMyDataInput, @Ctx() ctx: Context) {
    return payload(() => exportMyData(ctx, input));
  }
}
