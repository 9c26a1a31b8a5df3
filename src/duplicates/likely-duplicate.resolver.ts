import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { DismissDuplicateInput, DismissDuplicatePayload, dismissDuplicate } from "./dismiss-duplicate.ts";

@Resolver()
export class LikelyDuplicateResolver {
  @Mutation(() => DismissDuplicatePayload, {
    nullable: true,
    description:
      "Says of a likely duplicate that these are two people: it is not listed again. For organisers and owners.",
  })
  dismissDuplicate(@Arg("input", () => DismissDuplicateInput) input: DismissDuplicateInput, @Ctx() ctx: Context) {
    return payload(async () => ({ group: await dismissDuplicate(ctx, input) }));
  }
}
