import { Arg, Ctx, Extensions, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { CheckInWithCodeInput, CheckInWithCodePayload, checkInWithCode } from "./check-in-with-code.ts";
import { MakeCheckInCodeInput, MakeCheckInCodePayload, makeCheckInCode } from "./make-check-in-code.ts";

@Resolver()
export class CheckInCodeResolver {
  @Extensions({ once: true })
  @Mutation(() => MakeCheckInCodePayload, {
    nullable: true,
    description:
      "Makes a code that says at the entrance who one is, for a minute and one use; the one before ends. For members, and for whoever is going, from two hours before the start until the end.",
  })
  makeCheckInCode(@Arg("input", () => MakeCheckInCodeInput) input: MakeCheckInCodeInput, @Ctx() ctx: Context) {
    return payload(() => makeCheckInCode(ctx, input));
  }

  @Extensions({ once: true })
  @Mutation(() => CheckInWithCodePayload, {
    nullable: true,
    description:
      "Marks as present whoever shows a code of theirs. For the doors of the meeting, hosts, organisers and owners.",
  })
  checkInWithCode(@Arg("input", () => CheckInWithCodeInput) input: CheckInWithCodeInput, @Ctx() ctx: Context) {
    return payload(() => checkInWithCode(ctx, input));
  }
}
