import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { ConfirmVisitInput, ConfirmVisitPayload, confirmVisit } from "./confirm-visit.ts";
import { RequestVisitInput, RequestVisitPayload, requestVisit } from "./request-visit.ts";

@Resolver()
export class VisitResolver {
  @Mutation(() => RequestVisitPayload, {
    nullable: true,
    description:
      "Mails a link by which somebody without an account confirms that they come. The answer is the same whoever has the address. For everybody.",
  })
  async requestVisit(
    @Ctx() ctx: Context,
    @Arg("input", () => RequestVisitInput) input: RequestVisitInput,
  ): Promise<object> {
    return payload(async () => ({ linkExpiresAt: await requestVisit(ctx, input) }));
  }

  @Mutation(() => ConfirmVisitPayload, {
    nullable: true,
    description:
      "Answers with the token of the mailed link; no session is needed, and none is begun. For whoever has it.",
  })
  async confirmVisit(
    @Ctx() ctx: Context,
    @Arg("input", () => ConfirmVisitInput) input: ConfirmVisitInput,
  ): Promise<object> {
    return payload(() => confirmVisit(ctx, input));
  }
}
