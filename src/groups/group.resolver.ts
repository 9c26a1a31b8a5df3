import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { CreateGroupInput, CreateGroupPayload, createGroup } from "./create-group.ts";

@Resolver()
export class GroupResolver {
  @Mutation(() => CreateGroupPayload, {
    nullable: true,
    description: "Founds a group; the viewer becomes its owner. For whoever is signed in, at most 20 times a day.",
  })
  createGroup(@Arg("input", () => CreateGroupInput) input: CreateGroupInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("group", await createGroup(ctx, input)));
  }
}
