import { IsOptional } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import { holdPeople } from "../people/hold-people.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { IsParagraphs, tidyParagraphs } from "../platform/plain-text.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { Report } from "./report.entity.ts";
import "./report.events.ts";
import { reported } from "./reported.ts";
import { REPORT_WORDS_LENGTH_MAX, ReportReason } from "./reported-kind.ts";

/** Reports that one person may make in a day. */
const REPORTS_PER_DAY: Quota = { name: "reports per person", most: 20, windowSeconds: 86_400 };

@InputType({ description: "Something is wrong with somebody or something." })
export class ReportToOperatorInput {
  @Field(() => ID, {
    description:
      "A person, a group, a meeting, an introduction, or an ask, offer, response or hint that somebody wrote, within the viewer's sight; or a person whom the viewer blocks.",
  })
  subjectId: string;

  @Field(() => ReportReason, { description: "What is wrong with it." })
  reason: ReportReason;

  @Field(() => String, {
    nullable: true,
    description: `What happened, in the viewer's words: plain text, at most ${REPORT_WORDS_LENGTH_MAX.toLocaleString("en")} characters.`,
  })
  @IsOptional()
  @IsParagraphs(REPORT_WORDS_LENGTH_MAX)
  words?: string | null;
}

export const ReportToOperatorPayload = payloadType("ReportToOperator", {
  reportedAt: { type: () => Date, description: "When it was reported first. Null when `errors` is not empty." },
});

/**
 * Tells whoever runs the service, and nobody else, that something is wrong. While it is not closed, reporting the same
 * again changes nothing.
 *
 * @throws NOT_FOUND for what is out of sight, INVALID for oneself; RATE_LIMITED above 20 a day
 */
export async function reportToOperator(ctx: Context, input: ReportToOperatorInput): Promise<{ reportedAt: Date }> {
  const reporterId = signedIn(ctx);
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { kind, objectId } = await reported(ctx, reporterId, input.subjectId);
    await holdPeople(ctx, [reporterId]);
    const open = await ctx.db.findOneBy(Report, { reporterId, kind, objectId, closedAt: IsNull() });
    if (open) return { reportedAt: open.reportedAt };
    await spend(ctx, REPORTS_PER_DAY, reporterId);
    const reportedAt = ctx.clock.now();
    const words = input.words ? tidyParagraphs(input.words) : null;
    const id = newId();
    await ctx.db.insert(Report, { id, reporterId, kind, objectId, reason: input.reason, words, reportedAt });
    await emit(ctx, { name: "report.made", reportId: id });
    return { reportedAt };
  });
}
