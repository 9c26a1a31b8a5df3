import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { ReopenRollInput, ReopenRollPayload, reopenRoll } from "./reopen-roll.ts";
import { SkipRollInput, SkipRollPayload, skipRoll } from "./skip-roll.ts";
import { SubmitRollInput, SubmitRollPayload, submitRoll } from "./submit-roll.ts";

@Resolver()
export class RollResolver {
  @Mutation(() => SubmitRollPayload, {
    nullable: true,
    description:
      "Hands a meeting's roll in, once it has started: from then on it counts, and whoever was expected and has no mark is absent, on leave excused. For hosts, organisers and owners.",
  })
  submitRoll(@Arg("input", () => SubmitRollInput) input: SubmitRollInput, @Ctx() ctx: Context) {
    return payload(async () => ({ meeting: await submitRoll(ctx, input) }));
  }

  @Mutation(() => ReopenRollPayload, {
    nullable: true,
    description:
      "Opens a submitted or skipped roll again; what was submitted goes on counting meanwhile. For organisers and owners.",
  })
  reopenRoll(@Arg("input", () => ReopenRollInput) input: ReopenRollInput, @Ctx() ctx: Context) {
    return payload(async () => ({ meeting: await reopenRoll(ctx, input) }));
  }

  @Mutation(() => SkipRollPayload, {
    nullable: true,
    description: "Says that no roll is taken: the meeting counts for nobody. For organisers and owners.",
  })
  skipRoll(@Arg("input", () => SkipRollInput) input: SkipRollInput, @Ctx() ctx: Context) {
    return payload(async () => ({ meeting: await skipRoll(ctx, input) }));
  }
}
