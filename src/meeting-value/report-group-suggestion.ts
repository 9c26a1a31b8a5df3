import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { GroupSuggestion, SuggestionOutcome } from "./group-suggestion.entity.ts";
import { mayReportGroupSuggestion } from "./meeting-value.policy.ts";
import "./meeting-value.events.ts";

@InputType({ description: "What became of a hint at a group." })
export class ReportGroupSuggestionInput {
  @Field(() => ID, { description: "One that the viewer received." })
  suggestionId: string;

  @Field(() => SuggestionOutcome, { description: "What became of it. May change: whoever visited may join." })
  outcome: SuggestionOutcome;
}

export const ReportGroupSuggestionPayload = payloadType("ReportGroupSuggestion", {
  suggestion: () => GroupSuggestion,
});

/**
 * The receiver says what became of a hint. Saying the same again changes nothing; of two things said at once, the later
 * one stands.
 *
 * @throws NOT_FOUND, FORBIDDEN for whoever gave it
 */
export function reportGroupSuggestion(ctx: Context, input: ReportGroupSuggestionInput): Promise<GroupSuggestion> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { id, ...suggestion } = await visible(ctx, GroupSuggestion, input.suggestionId, "suggestionId");
    if (!mayReportGroupSuggestion(suggestion, viewerId)) throw forbidden("say what became of a hint that you gave");
    const { affected } = await ctx.db
      .createQueryBuilder()
      .update(GroupSuggestion)
      .set({ outcome: input.outcome, outcomeAt: ctx.clock.now() })
      .where("id = :id and outcome is distinct from :outcome", { id, outcome: input.outcome })
      .execute();
    if (affected === 1) await emit(ctx, { name: "groupSuggestion.answered", suggestionId: id });
    return ctx.db.findOneByOrFail(GroupSuggestion, { id });
  });
}
