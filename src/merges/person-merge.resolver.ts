import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { MergePeopleInput, MergePeoplePayload, mergePeople } from "./merge-people.ts";
import { UnmergePeopleInput, UnmergePeoplePayload, unmergePeople } from "./unmerge-people.ts";

@Resolver()
export class PersonMergeResolver {
  @Mutation(() => MergePeoplePayload, {
    nullable: true,
    description: "Makes of two people in a group's books one. Can be undone. For organisers and owners.",
  })
  mergePeople(@Arg("input", () => MergePeopleInput) input: MergePeopleInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("merge", await mergePeople(ctx, input)));
  }

  @Mutation(() => UnmergePeoplePayload, {
    nullable: true,
    description: "Makes two people again of those who were merged. For organisers and owners.",
  })
  unmergePeople(@Arg("input", () => UnmergePeopleInput) input: UnmergePeopleInput, @Ctx() ctx: Context) {
    return payload(async () => ({ merge: await unmergePeople(ctx, input) }));
  }
}
