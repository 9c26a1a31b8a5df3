import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { CaptureIdeaInput, CaptureIdeaPayload, captureIdea } from "./capture-idea.ts";
import { DiscardIdeaInput, DiscardIdeaPayload, discardIdea } from "./discard-idea.ts";
import {
  ReportGroupSuggestionInput,
  ReportGroupSuggestionPayload,
  reportGroupSuggestion,
} from "./report-group-suggestion.ts";
import { SuggestGroupInput, SuggestGroupPayload, suggestGroup } from "./suggest-group.ts";

@Resolver()
export class MeetingValueResolver {
  @Mutation(() => CaptureIdeaPayload, {
    nullable: true,
    description: "Writes down what the viewer takes away from a meeting, credited to whoever brought it up.",
  })
  captureIdea(@Arg("input", () => CaptureIdeaInput) input: CaptureIdeaInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("idea", await captureIdea(ctx, input)));
  }

  @Mutation(() => DiscardIdeaPayload, { nullable: true, description: "Throws an idea of the viewer's away." })
  discardIdea(@Arg("input", () => DiscardIdeaInput) input: DiscardIdeaInput, @Ctx() ctx: Context) {
    return payload(async () => ({ meeting: await discardIdea(ctx, input) }));
  }

  @Mutation(() => SuggestGroupPayload, {
    nullable: true,
    description: "Tells another member of a group that may suit them. For whoever shares a group with them.",
  })
  suggestGroup(@Arg("input", () => SuggestGroupInput) input: SuggestGroupInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("suggestion", await suggestGroup(ctx, input)));
  }

  @Mutation(() => ReportGroupSuggestionPayload, {
    nullable: true,
    description: "Says what became of a hint at a group. For whoever received it.",
  })
  reportGroupSuggestion(
    @Arg("input", () => ReportGroupSuggestionInput) input: ReportGroupSuggestionInput,
    @Ctx() ctx: Context,
  ) {
    return payload(async () => ({ suggestion: await reportGroupSuggestion(ctx, input) }));
  }
}
