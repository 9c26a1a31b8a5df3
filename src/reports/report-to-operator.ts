import { Field, ID, InputType } from "type-graphql";
import { IsNull } from "typeorm";
import { holdPeople } from "../people/hold-people.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { once } from "../platform/idempotency.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { valid } from "../platform/valid.ts";
import { Report } from "./report.entity.ts";
import "./report.events.ts";
import { ReportInput, saidIn } from "./report-input.ts";
import { reported } from "./reported.ts";

/** Reports that one person may make in a day. */
const REPORTS_PER_DAY: Quota = { name: "reports per person", most: 20, windowSeconds: 86_400 };

@InputType({ description: "Something is wrong with somebody or something." })
export class ReportToOperatorInput extends ReportInput {
  @Field(() => ID, {
    description:
      "A person, a group, a meeting, an introduction, or an ask, offer, response or hint that somebody wrote, within the viewer's sight; or a person whom the viewer blocks.",
  })
  subjectId: string;

  @Field(() => String, {
    nullable: true,
    description: "1 to 255 characters of the client's choice; the same key within 7 days gives the first answer again.",
  })
  idempotencyKey?: string | null;
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
export async function reportToOperator(ctx: Context, input: ReportToOperatorInput): Promise<Report> {
  const reporterId = signedIn(ctx);
  return once(ctx, "reportToOperator", input, Report, async (ctx) => {
    await valid(input);
    const { kind, objectId } = await reported(ctx, reporterId, input.subjectId);
    await holdPeople(ctx, [reporterId]);
    const open = await ctx.db.findOneBy(Report, { reporterId, kind, objectId, closedAt: IsNull() });
    if (open) return open;
    await spend(ctx, REPORTS_PER_DAY, reporterId);
    const report = ctx.db.create(Report, { id: newId(), reporterId, kind, objectId, ...saidIn(ctx, input) });
    await ctx.db.insert(Report, report);
    await emit(ctx, { name: "report.made", reportId: report.id });
    return report;
  });
}
