import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { HandOverInput, HandOverPayload, handOver } from "./hand-over.ts";

@Resolver()
export class HandOverResolver {
  @Mutation(() => HandOverPayload, {
    nullable: true,
    description: "Hands roles over, with titles and terms, in one step: today or on a day to come. For owners.",
  })
  handOver(@Arg("input", () => HandOverInput) input: HandOverInput, @Ctx() ctx: Context) {
    return payload(async () => ({ group: await handOver(ctx, input) }));
  }
}
