import { Arg, Ctx, Extensions, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { EraseMeInput, EraseMePayload, eraseMe } from "./erase-me.ts";
import { RequestErasureInput, RequestErasurePayload, requestErasure } from "./request-erasure.ts";

@Resolver()
export class ErasureResolver {
  @Extensions({ once: true })
  @Mutation(() => RequestErasurePayload, {
    nullable: true,
    description: "Mail the code that `eraseMe` takes to the viewer's address. For whoever is signed in.",
  })
  requestErasure(@Arg("input", () => RequestErasureInput) input: RequestErasureInput, @Ctx() ctx: Context) {
    return payload(() => requestErasure(ctx, input));
  }

  @Extensions({ once: true })
  @Mutation(() => EraseMePayload, {
    nullable: true,
    description:
      "Erase the viewer for good, everywhere, with a mailed code; numbers that they count in stay. For whoever is signed in, but for the one owner of a group that others are in.",
  })
  eraseMe(@Arg("input", () => EraseMeInput) input: EraseMeInput, @Ctx() ctx: Context) {
    return payload(() => eraseMe(ctx, input));
  }
}
