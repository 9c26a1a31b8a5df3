import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { ArchiveGroupInput, ArchiveGroupPayload, archiveGroup } from "./archive-group.ts";
import { UpdateGroupInput, UpdateGroupPayload, updateGroup } from "./update-group.ts";

@Resolver()
export class GroupSettingsResolver {
  @Mutation(() => UpdateGroupPayload, {
    nullable: true,
    description: "Changes what a group says of itself and how it works. For its organisers and owners.",
  })
  updateGroup(@Arg("input", () => UpdateGroupInput) input: UpdateGroupInput, @Ctx() ctx: Context) {
    return payload(async () => ({ group: await updateGroup(ctx, input) }));
  }

  @Mutation(() => ArchiveGroupPayload, {
    nullable: true,
    description: "Ends a group: it leaves the lists and stays readable. For its owners. Cannot be undone.",
  })
  archiveGroup(@Arg("input", () => ArchiveGroupInput) input: ArchiveGroupInput, @Ctx() ctx: Context) {
    return payload(async () => ({ group: await archiveGroup(ctx, input) }));
  }
}
