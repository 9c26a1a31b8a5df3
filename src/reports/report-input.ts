import { IsOptional } from "class-validator";
import { Field, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { REPORT_WORDS_LENGTH_MAX, ReportReason } from "./reported-kind.ts";

/** What is said of a subject, to whomever it is said. */
@InputType()
export abstract class ReportInput {
  @Field(() => ReportReason, { description: "What is wrong with it." })
  reason: ReportReason;

  @Field(() => String, {
    nullable: true,
    description: `What happened, in the viewer's words, for whoever is told: plain text, at most ${REPORT_WORDS_LENGTH_MAX.toLocaleString("en")} characters.`,
  })
  @IsOptional()
  @IsParagraphs(REPORT_WORDS_LENGTH_MAX)
  words?: string | null;
}

/** The columns that this fills. */
export const saidIn = (ctx: Context, { reason, words }: ReportInput) => ({
  reason,
  words: words ? tidyParagraphs(words) : null,
  reportedAt: ctx.clock.now(),
});
